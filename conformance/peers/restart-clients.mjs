#!/usr/bin/env node
// Many real clients in one process, each in a session of its own, that call again and again while their gateway
// is killed and started again. Prints "working" once all have begun, and in the end what they saw as one line of JSON.
//
//   restart-clients.mjs --url URL --sessions 500 --held 50
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const { values: flags } = parseArgs({
  options: { url: { type: 'string' }, sessions: { type: 'string' }, held: { type: 'string' } },
});
const reconnectionOptions = {
  initialReconnectionDelay: 200,
  maxReconnectionDelay: 1000,
  reconnectionDelayGrowFactor: 1.2,
  maxRetries: 100,
};

async function open(number) {
  const transport = new StreamableHTTPClientTransport(new URL(flags.url), { reconnectionOptions });
  const client = new Client({ name: `restart-client-${number}`, version: '1.0.0' }, { capabilities: {} });
  await client.connect(transport);
  return { number, client, transport, session: transport.sessionId, answered: [], broken: 0, since: 0, refusals: [] };
}

/** Calls until it has met the end of the gateway, and was answered twice by the one that came after. */
async function work(one) {
  for (let i = 0; one.since < 2; i++) {
    const key = `${one.number}-${i}`;
    try {
      await one.client.callTool({ name: 'ledger__count', arguments: { key } });
      one.answered.push(key);
      one.since += one.broken > 0 ? 1 : 0;
    } catch (error) {
      one.broken++;
      if (typeof error.code === 'number' && error.data?.executed !== 'maybe') one.refusals.push(`${error.code} ${error.message}`);
    }
    await pause(100 + Math.random() * 200);
  }
}

async function hold(one) {
  try {
    await one.client.callTool({ name: 'ledger__hold', arguments: { key: `held-${one.number}` } });
    return { answer: 'a result' };
  } catch (error) {
    return { code: error.code, executed: error.data?.executed, message: String(error.message) };
  }
}

const all = [];
for (let i = 0; i < Number(flags.sessions); i += 50) {
  all.push(...(await Promise.all(Array.from({ length: 50 }, (_, k) => open(i + k)))));
}
const held = all.slice(0, Number(flags.held)).map(hold);
const working = all.map(work);
await pause(2000);
console.log('working');
await Promise.all(working);
const report = {
  held: await Promise.all(held),
  kept: all.filter(one => one.transport.sessionId === one.session).length,
  refusals: all.flatMap(one => one.refusals),
  answered: all.flatMap(one => one.answered).length,
};
console.log(JSON.stringify(report));
process.exit(0);
