// node stdio.mjs filesystem|memory DIRECTORY [URL]
//
// Plays a scenario on a stdio server through the TypeScript SDK v1 client and prints what came back as one JSON object: directly,
// as a process of its own, or at a URL. The bearer token, when one is needed, is in the environment variable MCP_TOKEN.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { print } from './normalise.mjs';

const [server, directory, url] = process.argv.slice(2);
const main = createRequire(import.meta.url).resolve(`@modelcontextprotocol/server-${server}/dist/index.js`);

function transport() {
  if (url) {
    const headers = process.env.MCP_TOKEN ? { Authorization: `Bearer ${process.env.MCP_TOKEN}` } : {};
    return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  }
  return new StdioClientTransport({
    command: process.execPath,
    args: server === 'filesystem' ? [main, directory] : [main],
    env: { MEMORY_FILE_PATH: path.join(directory, 'direct.jsonl') },
    stderr: 'ignore',
  });
}

/** A client whose only root is this directory. */
async function connect(root) {
  const client = new Client({ name: 'weir-e2e-stdio', version: '1' }, { capabilities: { roots: { listChanged: true } } });
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: pathToFileURL(root).href, name: 'root' }] }));
  const way = transport();
  await client.connect(way);
  return {
    client,
    async call(name, args = {}) {
      try {
        return await client.callTool({ name, arguments: args }, undefined, { timeout: 60_000 });
      } catch (error) {
        return { error: { code: error.code, message: error.message } };
      }
    },
    async end() {
      await way.terminateSession?.();
      await client.close();
    },
  };
}

const text = (result) => result.content?.[0]?.text ?? '';

/** The server asks for the roots after the session has begun; from then on, no other directory may be used. */
async function rooted(session, root) {
  for (let i = 0; i < 100; i++) {
    if (text(await session.call('list_allowed_directories')).split('\n').at(-1) === root) {
      return;
    }
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error('the server never asked for the roots');
}

async function inTurn(items, work) {
  const results = [];
  for (const item of items) {
    results.push(await work(item));
  }
  return results;
}

/** Two sessions at once, each with a root of its own, whose requests have the same ids. */
async function filesystem() {
  const roots = [path.join(directory, 'a'), path.join(directory, 'b')];
  const sessions = await Promise.all(roots.map(connect));
  await Promise.all(sessions.map((session, i) => rooted(session, roots[i])));
  const own = (root) => [
    ['list_directory', { path: root }],
    ['directory_tree', { path: root }],
    ['read_text_file', { path: path.join(root, 'hello.txt') }],
    ['read_multiple_files', { paths: [path.join(root, 'hello.txt'), path.join(root, 'none.txt')] }],
    ['search_files', { path: root, pattern: '**/*.txt' }],
    ['write_file', { path: path.join(root, 'new.txt'), content: `Grüße, 世界 🌍 \u2028\n"of" ${root}` }],
    ['read_text_file', { path: path.join(root, 'new.txt') }],
    // The other one's, in which this session has no part.
    ['read_text_file', { path: path.join(root === roots[0] ? roots[1] : roots[0], 'hello.txt') }],
    ['no_such_tool', {}],
  ];
  const calls = await Promise.all(
    sessions.map((session, i) => inTurn(own(roots[i]), ([name, args]) => session.call(name, args))),
  );
  const many = await Promise.all(
    sessions.map(({ call }, i) =>
      Promise.all(Array.from({ length: 20 }, () => call('read_text_file', { path: path.join(roots[i], 'hello.txt') }))),
    ),
  );
  const [{ client }] = sessions;
  const result = {
    server: client.getServerVersion(),
    capabilities: client.getServerCapabilities(),
    tools: await client.listTools(),
    calls,
    many: many.map((answers) => answers.map(text)),
  };
  await Promise.all(sessions.map((session) => session.end()));
  return result;
}

async function memory() {
  const session = await connect(directory);
  const calls = [
    ['read_graph', {}],
    ['create_entities', { entities: [{ name: 'Weir', entityType: 'thing', observations: ['regulates a stream'] }] }],
    ['create_entities', { entities: [{ name: 'Fluß', entityType: 'thing', observations: ['flows', '\u0001\\"'] }] }],
    ['create_relations', { relations: [{ from: 'Weir', to: 'Fluß', relationType: 'regulates' }] }],
    ['add_observations', { observations: [{ entityName: 'Weir', contents: ['and measures it'] }] }],
    ['search_nodes', { query: 'measures' }],
    ['open_nodes', { names: ['Fluß', 'nothing'] }],
    ['add_observations', { observations: [{ entityName: 'nothing', contents: ['x'] }] }],
    ['read_graph', {}],
  ];
  const result = {
    server: session.client.getServerVersion(),
    capabilities: session.client.getServerCapabilities(),
    tools: await session.client.listTools(),
    calls: await inTurn(calls, ([name, args]) => session.call(name, args)),
  };
  await session.end();
  return result;
}

print(await { filesystem, memory }[server]());
