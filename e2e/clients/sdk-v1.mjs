// node sdk-v1.mjs URL
//
// Lists and calls what scenario.json names through the TypeScript SDK v1 client and prints what came back as one JSON
// object. The bearer token, when one is needed, is in the environment variable MCP_TOKEN.

import { readFile } from 'node:fs/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { print } from './normalise.mjs';

const scenario = JSON.parse(await readFile(new URL('scenario.json', import.meta.url), 'utf8'));
const headers = process.env.MCP_TOKEN ? { Authorization: `Bearer ${process.env.MCP_TOKEN}` } : {};
const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]), { requestInit: { headers } });
const client = new Client(
  { name: 'weir-e2e-sdk-v1', version: '1' },
  { capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } } },
);

// The requests that the server sends to its client: their arrival is part of the result.
const served = [];
function serve(schema, answer) {
  client.setRequestHandler(schema, (request) => {
    served.push({ method: request.method, params: request.params });
    return answer;
  });
}
serve(ListRootsRequestSchema, { roots: [{ uri: 'file:///projects/ä', name: 'work' }] });
serve(CreateMessageRequestSchema, { model: 'a-model', role: 'assistant', content: { type: 'text', text: 'Sampled ✓' } });
serve(ElicitRequestSchema, { action: 'accept', content: { name: 'Ada', integer: 7, number: 2.5, check: true } });

/** The result, or the error that the client reports. */
async function outcome(work) {
  try {
    return { result: await work() };
  } catch (error) {
    return { error: { code: error.code, message: error.message, data: error.data } };
  }
}

async function call(request) {
  const progress = [];
  const answer = await outcome(() =>
    client.callTool(request, undefined, { onprogress: (update) => progress.push(update), timeout: 30_000 }),
  );
  return { request, ...answer, progress };
}

async function inTurn(items, work) {
  const results = [];
  for (const item of items) {
    results.push(await work(item));
  }
  return results;
}

/** A tool that only runs as a task (2025-11-25): its updates, without the random task id, and its result. */
async function task() {
  const request = { name: 'simulate-research-query', arguments: { topic: 'weirs', ambiguous: false } };
  const messages = [];
  for await (const message of client.experimental.tasks.callToolStream(request, undefined, { timeout: 30_000 })) {
    if (message.type === 'result' || message.type === 'error') {
      messages.push({ type: message.type, result: message.result, error: message.error?.message });
    }
  }
  return messages;
}

/** Those calls that make the server ask its client for something before it answers. */
const ASKING = [
  { name: 'get-roots-list', arguments: {} },
  { name: 'trigger-sampling-request', arguments: { prompt: 'Say something', maxTokens: 50 } },
  { name: 'trigger-elicitation-request', arguments: {} },
];

await client.connect(transport);
const result = {
  server: client.getServerVersion(),
  capabilities: client.getServerCapabilities(),
  instructions: client.getInstructions(),
  protocolVersion: transport.protocolVersion,
  hasSession: transport.sessionId !== undefined,
  ping: await client.ping(),
  tools: await client.listTools(),
  resources: await client.listResources(),
  templates: await client.listResourceTemplates(),
  prompts: await client.listPrompts(),
  calls: await inTurn(scenario.calls, call),
  reads: await inTurn(scenario.reads, (uri) => outcome(() => client.readResource({ uri }))),
  gotten: await inTurn(scenario.prompts, (prompt) => outcome(() => client.getPrompt(prompt))),
  completions: await inTurn(scenario.completions, (completion) => outcome(() => client.complete(completion))),
  level: await outcome(() => client.setLoggingLevel('error')),
  subscribed: await outcome(() => client.subscribeResource({ uri: scenario.reads[0] })),
  asking: await inTurn(ASKING, call),
  task: await outcome(task),
};
// How often the roots are asked for is a race inside the server; that they were is not.
result.served = [...new Map(served.map((request) => [request.method, request])).values()].sort((a, b) =>
  a.method.localeCompare(b.method),
);
await transport.terminateSession();
await client.close();
print(result);
