// The clients of TypeScript's SDKs with the same face.
//
//   v1         @modelcontextprotocol/sdk, which knows sessions only
//   v1-sse     the same with the HTTP+SSE transport of 2024-11-05
//   v2-legacy  @modelcontextprotocol/client as it is by default
//   v2-modern  the same, pinned to 2026-07-28
//   v2-auto    the same, which finds out what its server speaks

import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const MODES = { 'v2-legacy': 'legacy', 'v2-modern': { pin: '2026-07-28' }, 'v2-auto': 'auto' };
const SCHEMAS = {
  'roots/list': ListRootsRequestSchema,
  'sampling/createMessage': CreateMessageRequestSchema,
  'elicitation/create': ElicitRequestSchema,
};

/**
 * A client, not yet connected. The bearer token, when one is needed, is in the environment variable MCP_TOKEN.
 *
 * @param capabilities what it declares
 * @param handlers answers to a server's requests, by method
 * @param fetch in the place of Node's
 */
export function newClient(kind, url, { capabilities = {}, handlers = {}, fetch } = {}) {
  const headers = process.env.MCP_TOKEN ? { Authorization: `Bearer ${process.env.MCP_TOKEN}` } : {};
  const identity = { name: `weir-e2e-${kind}`, version: '1' };
  const sse = kind === 'v1-sse';
  const v1 = sse || kind === 'v1';
  const client = v1
    ? new ClientV1(identity, { capabilities })
    : new Client(identity, { capabilities, versionNegotiation: { mode: MODES[kind] } });
  const Streamable = v1 ? TransportV1 : StreamableHTTPClientTransport;
  const Transport = sse ? SSEClientTransport : Streamable;
  const transport = new Transport(new URL(url), { requestInit: { headers }, fetch });
  for (const [method, handler] of Object.entries(handlers)) {
    client.setRequestHandler(v1 ? SCHEMAS[method] : method, handler);
  }
  return {
    client,
    transport,
    connect: () => client.connect(transport),
    call: (request, options) =>
      v1 ? client.callTool(request, undefined, options) : client.callTool(request, options),
    async end() {
      await transport.terminateSession?.().catch(() => {});
      await client.close();
    },
  };
}

/** The result, or the error that the client reports. */
export async function outcome(work) {
  try {
    return { result: await work() };
  } catch (error) {
    return { error: { name: error.name, code: error.code, message: error.message, data: error.data } };
  }
}
