#!/usr/bin/env node
// The gateway as the client under test: starts it in front of the suite's server, drives it with a real client, and ends it.
// The suite appends the server's URL as the last argument; ONEMCP_JAVA and ONEMCP_JAR say how to start the gateway.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const backend = process.argv.at(-1);
const revision = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? '2025-11-25';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT || '{}');
const folder = mkdtempSync(join(tmpdir(), 'onemcp-cut-'));
const config = join(folder, 'mcp.json');
writeFileSync(config, JSON.stringify({ mcpServers: { suite: { type: 'http', url: backend } } }));

const gateway = spawn(
  process.env.ONEMCP_JAVA,
  ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', process.env.ONEMCP_JAR, 'serve', '--config', config, '--port', '0', '--no-auth'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

/** The address that the gateway prints, once it is up. */
const address = await new Promise((resolve, reject) => {
  let printed = '';
  gateway.stdout.on('data', (chunk) => {
    printed += chunk;
    const found = /http:\/\/\S+\/mcp/.exec(printed);
    if (found) resolve(found[0]);
  });
  gateway.on('exit', (code) => reject(new Error(`gateway ended with ${code}`)));
});

/** A value that a schema allows, as far as fixtures go. */
function sample(schema = {}) {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'number': case 'integer': return 5;
    case 'boolean': return true;
    case 'array': return [];
    case 'object': return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([k, v]) => [k, sample(v)]));
    default: return 'text';
  }
}

const asks = revision >= '2026-07-28' || process.env.MCP_CONFORMANCE_SCENARIO?.startsWith('elicitation');
const capabilities = asks ? { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} } : {};
const stateless = revision >= '2026-07-28';
const client = new Client(
  { name: 'onemcp-client-under-test', version: '1.0.0' },
  {
    capabilities,
    versionNegotiation: { mode: stateless ? { pin: revision } : 'legacy' },
  },
);
if (asks) client.setRequestHandler('elicitation/create', (request) => ({
  action: 'accept',
  content: process.env.MCP_CONFORMANCE_SCENARIO?.includes('defaults') ? {} : sample(request.params.requestedSchema),
}));
if (asks) client.setRequestHandler('sampling/createMessage', () => ({
  model: 'none', role: 'assistant', content: { type: 'text', text: 'text' },
}));
if (asks) client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///workspace' }] }));

let failed = false;
const attempt = async (what, action) => {
  try {
    await action();
  } catch (error) {
    // The suite's servers answer some calls with errors on purpose; what counts is what they saw.
    console.error(`${what}: ${error.message}`);
  }
};

try {
  await client.connect(new StreamableHTTPClientTransport(new URL(`${address}/server/suite`)));
  const { tools = [] } = (await client.listTools?.()) ?? {};
  const focal = tools.find((tool) => tool.name === 'json_schema_2020_12_tool');
  const arguments_ = (tool) => (tool.name === 'json_schema_echo' ? { schema: focal?.inputSchema } : sample(tool.inputSchema));
  const calls = context.toolCalls ?? tools.map((tool) => ({ name: tool.name, arguments: arguments_(tool) }));
  for (const call of calls) await attempt(`tool ${call.name}`, () => client.callTool(call, { timeout: 20_000 }));
  const declared = client.getServerCapabilities() ?? {};
  if (declared.prompts) {
    for (const prompt of (await client.listPrompts()).prompts) await attempt(`prompt ${prompt.name}`, () => client.getPrompt({ name: prompt.name, arguments: {} }));
  }
  if (declared.resources) {
    for (const resource of (await client.listResources()).resources) await attempt(`resource ${resource.uri}`, () => client.readResource({ uri: resource.uri }));
  }
  await client.close();
} catch (error) {
  console.error(error);
  failed = true;
} finally {
  gateway.kill('SIGTERM');
  await new Promise((resolve) => gateway.on('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
