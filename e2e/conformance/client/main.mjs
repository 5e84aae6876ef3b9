// node client/main.mjs URL
//
// What the suite runs as the client under test, with the scenario's name in MCP_CONFORMANCE_SCENARIO: it does what the
// scenario waits for. Where WEIR_URL is set, Weir is put in between first.

import { connect } from './connect.mjs';
import { scenarios } from './scenarios.mjs';
import { throughWeir } from './through-weir.mjs';

const name = process.env.MCP_CONFORMANCE_SCENARIO;
const upstream = process.argv[2];
const url = process.env.WEIR_URL ? await throughWeir(upstream) : upstream;
const client = await connect(url, process.env.MCP_CONFORMANCE_PROTOCOL_VERSION);
await scenarios[name](client, JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}'));
await client.end();
// A stream that the server keeps open must not keep this process.
process.exit(0);
