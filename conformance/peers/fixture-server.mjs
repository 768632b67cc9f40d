#!/usr/bin/env node
// An MCP server with every name that the official conformance suite asks for, in both eras.
//
//   fixture-server.mjs [--port N] [--era both|stateful|stateless] [--with-parent]
//     over HTTP; prints {"port":N} when it listens; with --with-parent it ends when its standard input does
//   fixture-server.mjs --stdio [--era …]
//     over standard input and output
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  McpServer,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Changes } from './fixture/changes.mjs';
import { registerInput, states } from './fixture/input.mjs';
import { registerChangingPrompt, registerPrompts, registerResources } from './fixture/prompts-and-resources.mjs';
import { Sessions } from './fixture/sessions.mjs';
import { registerChangingTool, registerTools } from './fixture/tools.mjs';

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    stdio: { type: 'boolean', default: false },
    era: { type: 'string', default: 'both' },
    'with-parent': { type: 'boolean', default: false },
  },
});
if (!['both', 'stateful', 'stateless'].includes(flags.era)) {
  console.error(`--era: ${flags.era} (expected: both, stateful or stateless)`);
  process.exit(2);
}

const changes = new Changes();

/** A server with everything on it, and the two entries that come and go. */
function build() {
  const server = new McpServer(
    { name: 'onemcp-fixture', version: '1.0.0' },
    {
      capabilities: {
        completions: {},
        logging: {},
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        tools: { listChanged: true },
      },
      instructions: 'A server for tests.',
      requestState: { verify: states.verify },
    },
  );
  registerTools(server, changes);
  registerInput(server);
  registerPrompts(server);
  registerResources(server);
  const tool = registerChangingTool(server, changes.shown.tool);
  const prompt = registerChangingPrompt(server, changes.shown.prompt);
  return { server, tool, prompt };
}

/** A server for one connection: it remembers subscriptions and hears of changes. */
function connect(era) {
  const { server, tool, prompt } = build();
  const watched = new Set();
  if (era === 'legacy') {
    server.server.setRequestHandler('resources/subscribe', ({ params }) => {
      watched.add(params.uri);
      return {};
    });
    server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      watched.delete(params.uri);
      return {};
    });
  }
  // In the stateless era the SDK itself sends only what a listen stream asked for.
  const watches = uri => era !== 'legacy' || watched.has(uri);
  return { server, ended: changes.join({ server, tool, prompt, watches }) };
}

function serveHttp() {
  const sessions = new Sessions(() => connect('legacy'));
  const stateless = createMcpHandler(() => build().server, { legacy: 'reject' });
  changes.tellStateless(stateless.notify);
  const route = async request => {
    const refused =
      hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
      originValidationResponse(request, localhostAllowedOrigins());
    if (refused) return refused;
    if (new URL(request.url).pathname !== '/mcp') return new Response(null, { status: 404 });
    const stateful = flags.era === 'stateful' || (flags.era === 'both' && (await isLegacyRequest(request)));
    return stateful ? sessions.fetch(request) : stateless.fetch(request);
  };
  const listener = createServer(toNodeHandler({ fetch: route }));
  listener.listen(Number(flags.port), '127.0.0.1', () => {
    console.log(JSON.stringify({ port: listener.address().port }));
  });
  if (flags['with-parent']) process.stdin.resume().on('end', () => process.exit(0));
}

if (flags.stdio) {
  if (flags.era === 'stateful') {
    const { StdioServerTransport } = await import('@modelcontextprotocol/server/stdio');
    await connect('legacy').server.connect(new StdioServerTransport());
  } else {
    serveStdio(({ era }) => connect(era).server, { legacy: flags.era === 'both' ? 'serve' : 'reject' });
  }
} else {
  serveHttp();
}
