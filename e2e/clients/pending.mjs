// node pending.mjs CLIENT PROGRESS TOOL ARGUMENTS URL
//
// Calls a tool as an application would with this client, with the client's own timeouts, and prints a line of JSON for all
// that the application is told: {"event":"progress"|"working"|"answer", "ms":…, "told":…}. For each further line on its
// standard input it repeats the identical call. PROGRESS is yes or no: whether the application asks for progress.
//
//   v1, v2-legacy, v2-modern     as in connect.mjs
//   v1-tasks                     the SDK's experimental API for the tasks of 2025-11-25
//   v2-tasks                     v2-modern that declares the extension io.modelcontextprotocol/tasks, and polls by itself: of
//                                the SDK's API, a call that became a task is an error
//   inspector-legacy, -modern    the Inspector's command line

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { newClient, outcome } from './connect.mjs';

const [kind, wantsProgress, tool, args, url] = process.argv.slice(2);
const request = { name: tool, arguments: JSON.parse(args) };
const TASKS = 'io.modelcontextprotocol/tasks';
const REVISION = '2026-07-28';
let began = Date.now();

const tell = (event, told) => process.stdout.write(`${JSON.stringify({ event, ms: Date.now() - began, told })}\n`);
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const progress = wantsProgress === 'yes' && { onprogress: (update) => tell('progress', update.message ?? '') };

const ways = {
  async plain() {
    const { connect, call, end } = newClient(kind, url);
    await connect();
    return [() => outcome(() => call(request, { ...progress })), end];
  },

  async 'v1-tasks'() {
    const { client, connect, end } = newClient('v1', url);
    await connect();
    const once = async () => {
      for await (const message of client.experimental.tasks.callToolStream(request, undefined, { task: {}, ...progress })) {
        if (message.type === 'result') {
          return { result: message.result };
        }
        if (message.type === 'error') {
          return { error: { message: message.error.message } };
        }
        tell('working', `${message.task?.status} ${message.task?.statusMessage}`);
      }
    };
    return [once, end];
  },

  async 'v2-tasks'() {
    const capabilities = { extensions: { [TASKS]: {} } };
    let created;
    const watching = async (where, init) => {
      const response = await fetch(where, init);
      if (init?.body?.includes?.('"tools/call"') && response.headers.get('content-type')?.includes('json')) {
        created = (await response.clone().json()).result;
      }
      return response;
    };
    const { connect, call, end } = newClient('v2-modern', url, { capabilities, fetch: watching });
    await connect();
    const once = async () => {
      created = undefined;
      const answer = await outcome(() => call(request, { ...progress }));
      if (created?.resultType !== 'task') {
        return answer;
      }
      for (;;) {
        const { result } = await get(created.taskId, capabilities);
        if (result.status !== 'working') {
          return { result: result.result, error: result.error };
        }
        tell('working', `${result.status} ${result.statusMessage}`);
        await pause(500);
      }
    };
    return [once, end];
  },

  async inspector() {
    const home = await mkdtemp(join(tmpdir(), 'weir-inspector-'));
    return [() => inspect(home), () => rm(home, { recursive: true, force: true })];
  },
};

async function get(taskId, capabilities) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${process.env.MCP_TOKEN}`,
      'Content-Type': 'application/json',
      'MCP-Protocol-Version': REVISION,
      'Mcp-Method': 'tasks/get',
      'Mcp-Name': taskId,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tasks/get',
      params: {
        taskId,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': REVISION,
          'io.modelcontextprotocol/clientCapabilities': capabilities,
        },
      },
    }),
  });
  return response.json();
}

function inspect(home) {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const command = [
    here('node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'),
    ...['--cli', '--method', 'tools/call', '--tool-name', tool, '--tool-args-json', args],
    ...['--server-url', url, '--transport', 'http', '--format', 'json', '--quiet', '--stored-auth-only'],
    ...['--protocol-era', kind.split('-')[1], '--header', `Authorization: Bearer ${process.env.MCP_TOKEN}`],
  ];
  const env = { ...process.env, HOME: home, MCP_CATALOG_PATH: join(home, 'mcp.json') };
  return new Promise((resolve) => {
    execFile(here('node_modules/node/bin/node'), command, { env }, (error, stdout, stderr) => {
      resolve(stdout.trim() ? { result: JSON.parse(stdout) } : { error: { message: stderr.trim() } });
    });
  });
}

const way = kind.startsWith('inspector') ? 'inspector' : kind in ways ? kind : 'plain';
const [once, end] = await ways[way]();
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
do {
  began = Date.now();
  tell('answer', await once());
} while (!(await lines.next()).done);
await end();
process.exit(0);
