#!/usr/bin/env node
// A server of the first TypeScript SDK, which speaks the stateful era only: five tools with the names of the
// fixture's, which ask by real requests in the middle of a call.
//
//   first-sdk-server.mjs --stdio
//   first-sdk-server.mjs      over HTTP; prints {"port":N} when it listens, ends when its standard input does
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';

const answer = text => ({ content: [{ type: 'text', text }] });
const FORM = { type: 'object', properties: { username: { type: 'string' }, email: { type: 'string' } } };

function build() {
  const mcp = new McpServer({ name: 'first-sdk', version: '1.32.2' });
  mcp.registerTool('test_simple_text', { description: 'Answers' }, () => answer('This is a simple text.'));
  mcp.registerTool('test_tool_with_progress', { description: 'Reports 0, 50 and 100 of 100' }, async extra => {
    const progressToken = extra._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      await extra.sendNotification({
        method: 'notifications/progress',
        params: { progressToken, progress, total: 100 },
      });
    }
    return answer(`Reported to ${progressToken}`);
  });
  const prompt = { prompt: z.string() };
  mcp.registerTool('test_sampling', { description: 'Asks the model', inputSchema: prompt }, async ({ prompt }, extra) => {
    const messages = [{ role: 'user', content: { type: 'text', text: prompt } }];
    const options = { relatedRequestId: extra.requestId };
    const said = await mcp.server.createMessage({ messages, maxTokens: 100 }, options);
    return answer(`LLM response: ${said.content.text}`);
  });
  const message = { message: z.string() };
  mcp.registerTool('test_elicitation', { description: 'Asks the user', inputSchema: message }, async ({ message }, extra) => {
    const options = { relatedRequestId: extra.requestId };
    const filled = await mcp.server.elicitInput({ message, requestedSchema: FORM }, options);
    return answer(`User response: action=${filled.action}, content=${JSON.stringify(filled.content)}`);
  });
  mcp.registerTool('test_input_required_result_list_roots', { description: 'Asks for the roots' }, async extra => {
    const { roots } = await mcp.server.listRoots({}, { relatedRequestId: extra.requestId });
    return answer(`Roots: ${roots.map(root => root.uri).join(', ')}`);
  });
  return mcp;
}

function serveHttp() {
  const sessions = new Map();
  const open = async () => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: id => void sessions.set(id, transport),
      onsessionclosed: id => void sessions.delete(id),
    });
    await build().connect(transport);
    return transport;
  };
  const listener = createServer(async (request, response) => {
    const transport = sessions.get(request.headers['mcp-session-id']) ?? (await open());
    await transport.handleRequest(request, response);
  });
  listener.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: listener.address().port })));
  process.stdin.resume().on('end', () => process.exit(0));
}

if (process.argv.includes('--stdio')) await build().connect(new StdioServerTransport());
else serveHttp();
