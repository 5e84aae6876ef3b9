// node inspector.mjs ERA SCENARIO URL
//
// Runs the Inspector's command line once for each list, call, read and prompt of SCENARIO.json and prints what it
// printed as one JSON object. The bearer token, when one is needed, is in the environment variable MCP_TOKEN. The
// Inspector needs a newer Node than this script: the one that package.json brings.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './normalise.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [era, name, url] = process.argv.slice(2);
const scenario = JSON.parse(await readFile(here(`${name}.json`), 'utf8'));
const home = await mkdtemp(join(tmpdir(), 'weir-inspector-'));
const TOGETHER = 2;

function run(args) {
  const command = [
    here('node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'),
    '--cli',
    ...args,
    ...['--server-url', url, '--transport', 'http', '--format', 'json', '--quiet', '--stored-auth-only'],
    ...['--protocol-era', era],
    ...(process.env.MCP_TOKEN ? ['--header', `Authorization: Bearer ${process.env.MCP_TOKEN}`] : []),
  ];
  // A home of its own: the Inspector would read and write files of the person who runs the test.
  const env = { ...process.env, HOME: home, MCP_CATALOG_PATH: join(home, 'mcp.json') };
  return new Promise((resolve) => {
    execFile(here('node_modules/node/bin/node'), command, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ args, exit: error?.code ?? 0, ...output(stdout, stderr) });
    });
  });
}

function output(stdout, stderr) {
  try {
    return { result: JSON.parse(stdout) };
  } catch {
    return { stdout, stderr: stderr.trim() };
  }
}

const pairs = (values) => Object.entries(values).flatMap(([key, value]) => ['--prompt-args', `${key}=${value}`]);
const commands = [
  ...['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'].map((method) => ['--method', method]),
  ...[...scenario.calls, ...scenario.asking.slice(0, 4)].map((call) => [
    ...['--method', 'tools/call', '--tool-name', call.name],
    ...['--tool-args-json', JSON.stringify(call.arguments)],
  ]),
  ...scenario.reads.map((uri) => ['--method', 'resources/read', '--uri', uri]),
  ...scenario.prompts.map((prompt) => [
    ...['--method', 'prompts/get', '--prompt-name', prompt.name],
    ...pairs(prompt.arguments),
  ]),
];

const results = [];
for (let i = 0; i < commands.length; i += TOGETHER) {
  results.push(...(await Promise.all(commands.slice(i, i + TOGETHER).map(run))));
}
await rm(home, { recursive: true, force: true });
print({ results }, url);
