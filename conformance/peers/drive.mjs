#!/usr/bin/env node
// Connects one real client to one endpoint, lists everything, calls what it is told, and prints what it saw
// as one line of JSON. Exit code 0: all worked; 1: something did not; 2: wrong arguments.
//
//   drive.mjs --url URL [--client ts2|sdk1] [--mode legacy|auto|2026-07-28] [--revision 2025-06-18]
//             [--transport http|sse] [--key SECRET] [--elicit] [--call '{"name":"…","arguments":{…}}']…
//             [--prompt '{"name":"…","arguments":{…}}']… [--read URI]… [--complete '{"ref":{…},"argument":{…}}']…
//   drive.mjs [the same] -- COMMAND [ARGUMENT]…        over standard input and output
import { parseArgs } from 'node:util';

const { values: flags, positionals: command } = parseArgs({
  allowPositionals: true,
  options: {
    client: { type: 'string', default: 'ts2' },
    mode: { type: 'string', default: 'legacy' },
    revision: { type: 'string' },
    url: { type: 'string' },
    transport: { type: 'string', default: 'http' },
    key: { type: 'string' },
    elicit: { type: 'boolean', default: false },
    call: { type: 'string', multiple: true, default: [] },
    prompt: { type: 'string', multiple: true, default: [] },
    read: { type: 'string', multiple: true, default: [] },
    complete: { type: 'string', multiple: true, default: [] },
  },
});

/** What every client announces; with --elicit it also answers forms, sampling and roots. */
const capabilities = flags.elicit ? { elicitation: {}, sampling: {}, roots: {} } : {};
const identity = { name: `onemcp-drive-${flags.client}`, version: '1.0.0' };

const ANSWERS = {
  'elicitation/create': () => ({ action: 'accept', content: { name: 'Ada', username: 'ada', email: 'ada@example.org' } }),
  'sampling/createMessage': () => ({ model: 'none', role: 'assistant', content: { type: 'text', text: 'Paris' } }),
  'roots/list': () => ({ roots: [{ uri: 'file:///workspace' }] }),
};

async function newestClient() {
  const { Client, SSEClientTransport, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const pinned = /^\d/.test(flags.mode);
  const client = new Client(identity, {
    capabilities,
    versionNegotiation: { mode: pinned ? { pin: flags.mode } : flags.mode },
    ...(flags.revision && { supportedProtocolVersions: [flags.revision] }),
  });
  for (const [method, answer] of Object.entries(ANSWERS)) {
    if (flags.elicit) client.setRequestHandler(method, answer);
  }
  return { client, transports: { StreamableHTTPClientTransport, SSEClientTransport, StdioClientTransport } };
}

async function firstClient() {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
  const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
  const types = await import('@modelcontextprotocol/sdk/types.js');
  const client = new Client(identity, { capabilities });
  if (flags.elicit) {
    client.setRequestHandler(types.ElicitRequestSchema, ANSWERS['elicitation/create']);
    client.setRequestHandler(types.CreateMessageRequestSchema, ANSWERS['sampling/createMessage']);
    client.setRequestHandler(types.ListRootsRequestSchema, ANSWERS['roots/list']);
  }
  return { client, transports: { StreamableHTTPClientTransport, SSEClientTransport, StdioClientTransport } };
}

function transport({ StreamableHTTPClientTransport, SSEClientTransport, StdioClientTransport }) {
  if (command.length > 0) return new StdioClientTransport({ command: command[0], args: command.slice(1) });
  const Transport = flags.transport === 'sse' ? SSEClientTransport : StreamableHTTPClientTransport;
  const headers = flags.key ? { Authorization: `Bearer ${flags.key}` } : {};
  return new Transport(new URL(flags.url), { requestInit: { headers } });
}

/** All pages of one list; empty if the server does not offer it. */
async function all(client, method, member, offered) {
  const found = [];
  let cursor;
  while (offered) {
    const page = await client[method](cursor === undefined ? undefined : { cursor });
    found.push(...page[member]);
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  return found;
}

/** The texts that came back, or why none did. */
async function texts(answer, pick) {
  try {
    return { texts: pick(await answer) };
  } catch (error) {
    return { error: String(error.message ?? error), code: error.code };
  }
}

async function called(client, call) {
  const progress = [];
  try {
    const result = await client.callTool(call, ...progressOptions(update => progress.push(update.progress)));
    const content = result.content ?? [];
    return {
      name: call.name,
      isError: result.isError === true,
      types: content.map(block => block.type),
      text: content.map(block => block.text ?? '').join('\n'),
      progress,
    };
  } catch (error) {
    return { name: call.name, error: String(error.message ?? error), code: error.code };
  }
}

function progressOptions(onprogress) {
  return flags.client === 'sdk1' ? [undefined, { onprogress }] : [{ onprogress }];
}

async function drive(report) {
  const { client, transports } = await (flags.client === 'sdk1' ? firstClient() : newestClient());
  const connection = transport(transports);
  try {
    await client.connect(connection);
    report.era = client.getProtocolEra?.() ?? 'legacy';
    report.revision = client.getNegotiatedProtocolVersion?.() ?? connection.protocolVersion;
    report.server = client.getServerVersion()?.name;
    const offered = client.getServerCapabilities() ?? {};
    report.capabilities = offered;
    report.tools = (await all(client, 'listTools', 'tools', offered.tools)).map(tool => tool.name);
    report.prompts = (await all(client, 'listPrompts', 'prompts', offered.prompts)).map(prompt => prompt.name);
    report.resources = (await all(client, 'listResources', 'resources', offered.resources)).map(one => one.uri);
    report.templates = (await all(client, 'listResourceTemplates', 'resourceTemplates', offered.resources)).map(
      template => template.uriTemplate,
    );
    for (const call of flags.call) report.calls.push(await called(client, JSON.parse(call)));
    for (const prompt of flags.prompt) {
      const pick = result => result.messages.map(message => message.content.text ?? message.content.type);
      report.prompted.push(await texts(client.getPrompt(JSON.parse(prompt)), pick));
    }
    for (const uri of flags.read) {
      const pick = result => result.contents.map(content => content.text ?? content.blob);
      report.read.push(await texts(client.readResource({ uri }), pick));
    }
    for (const completion of flags.complete) {
      report.completed.push(await texts(client.complete(JSON.parse(completion)), result => result.completion.values));
    }
  } finally {
    await client.close();
  }
}

if (!flags.url && command.length === 0) {
  console.error('expected: --url URL, or -- COMMAND');
  process.exit(2);
}
const report = { client: flags.client, mode: flags.mode, calls: [], prompted: [], read: [], completed: [], errors: [] };
try {
  await drive(report);
} catch (error) {
  report.errors.push({ message: String(error?.message ?? error), code: error?.code });
}
const answers = [...report.calls, ...report.prompted, ...report.read, ...report.completed];
const failed = report.errors.length > 0 || answers.some(answer => answer.error !== undefined || answer.isError);
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(failed ? 1 : 0));
