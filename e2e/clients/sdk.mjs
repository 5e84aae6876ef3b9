// node sdk.mjs CLIENT SCENARIO URL [MEMBER]
//
// Does what SCENARIO.json says with one of the clients of connect.mjs: lists, calls, reads, gets prompts, completes, answers
// what the server asks for, cancels, and hears progress. Prints what came back as one JSON object. With MEMBER, the server
// is that one of several behind a virtual connection; then its own names are printed.

import { readFile } from 'node:fs/promises';
import { newClient, outcome } from './connect.mjs';
import { inner, outer } from './member.mjs';
import { print } from './normalise.mjs';

const [kind, name, url, member] = process.argv.slice(2);
const scenario = outer(JSON.parse(await readFile(new URL(`${name}.json`, import.meta.url), 'utf8')), member);

// The requests that the server sends to its client: their arrival is part of the result.
const served = [];
const serve = (answer) => (request) => {
  served.push({ method: request.method, params: request.params });
  return answer(request.params);
};

/** What a user would fill in. */
const VALUES = { string: 'Ada', integer: 7, number: 2.5, boolean: true };
const fill = ({ properties = {} } = {}) =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([key, { type, enum: choice }]) =>
      type in VALUES ? [[key, choice?.[0] ?? VALUES[type]]] : [],
    ),
  );
const handlers = {
  'roots/list': serve(() => ({ roots: [{ uri: 'file:///projects/ä', name: 'work' }] })),
  'sampling/createMessage': serve(() => ({
    model: 'a-model',
    role: 'assistant',
    content: { type: 'text', text: 'Sampled ✓' },
  })),
  'elicitation/create': serve(({ requestedSchema }) => ({ action: 'accept', content: fill(requestedSchema) })),
};
const capabilities = { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } };
const { client, transport, connect, call, end } = newClient(kind, url, { capabilities, handlers });

const TIMEOUT_MS = 30_000;

async function called({ name: tool, arguments: args }) {
  const request = { name: tool, arguments: args };
  const progress = [];
  const answer = await outcome(() =>
    call(request, { onprogress: (update) => progress.push(update), timeout: TIMEOUT_MS }),
  );
  return { request, ...answer, progress };
}

/** Cancels a call when it has heard of it, and then asks the server what became of it, where the server can tell. */
async function cancelled({ call: request, then }) {
  const label = { label: `${kind}-${process.pid}-${Date.now()}` };
  const controller = new AbortController();
  const answer = await outcome(() =>
    call(
      { name: request.name, arguments: { ...request.arguments, ...(request.labelled && label) } },
      { signal: controller.signal, onprogress: () => controller.abort('I changed my mind'), timeout: TIMEOUT_MS },
    ),
  );
  const after = await outcome(() =>
    call({ name: then.name, arguments: { ...then.arguments, ...(then.labelled && label) } }, {}),
  );
  return { cancelled: answer, after };
}

async function inTurn(items, work) {
  const results = [];
  for (const item of items) {
    results.push(await work(item));
  }
  return results;
}

/** A tool that only runs as a task (2025-11-25): its updates, without the random task id, and its result. */
async function task(request) {
  const messages = [];
  for await (const message of client.experimental.tasks.callToolStream(request, undefined, { timeout: TIMEOUT_MS })) {
    if (message.type === 'result' || message.type === 'error') {
      messages.push({ type: message.type, result: message.result, error: message.error?.message });
    }
  }
  return messages;
}

const connected = await outcome(connect);
const result = { connected };
if (!connected.error) {
  Object.assign(result, {
    server: client.getServerVersion(),
    capabilities: client.getServerCapabilities(),
    instructions: client.getInstructions(),
    protocolVersion: transport.protocolVersion,
    era: client.getProtocolEra?.(),
    hasSession: transport.sessionId !== undefined,
    ping: await outcome(() => client.ping()),
    tools: await outcome(() => client.listTools()),
    resources: await outcome(() => client.listResources()),
    templates: await outcome(() => client.listResourceTemplates()),
    prompts: await outcome(() => client.listPrompts()),
    calls: await inTurn(scenario.calls, called),
    reads: await inTurn(scenario.reads, (uri) => outcome(() => client.readResource({ uri }))),
    gotten: await inTurn(scenario.prompts, (prompt) => outcome(() => client.getPrompt(prompt))),
    completions: await inTurn(scenario.completions, (completion) => outcome(() => client.complete(completion))),
    level: await outcome(() => client.setLoggingLevel('error')),
    subscribed: await outcome(() => client.subscribeResource({ uri: scenario.reads[0] })),
    asking: await inTurn(scenario.asking, called),
    cancelled: await cancelled(scenario.cancel),
    task: scenario.task && client.experimental?.tasks ? await outcome(() => task(scenario.task)) : undefined,
  });
  // How often the roots are asked for is a race inside the server; that they were is not.
  result.served = [...new Map(served.map((request) => [JSON.stringify(request), request])).values()].sort((a, b) =>
    JSON.stringify(a).localeCompare(JSON.stringify(b)),
  );
  await end();
}
print(inner(result, member), url);
// A stream that the server keeps open must not keep this process.
process.exitCode = 0;
setTimeout(() => process.exit(), 1000).unref();
