// Real clients with the same face: SDK v1 where its own newest revision is asked for, SDK v2 for the others.

import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const NEWEST_OF_V1 = '2025-11-25';
const MODERN = '2026-07-28';
const IDENTITY = { name: 'weir-conformance-client', version: '0.1.0' };

/** Of what it was asked it fills in nothing, but for what the server suggested: the SDK applies the defaults. */
const accept = () => ({ action: 'accept', content: {} });
const capabilities = { elicitation: { form: { applyDefaults: true } } };

export async function connect(url, revision) {
  const [client, transport] = revision === NEWEST_OF_V1 ? v1(url) : v2(url, revision);
  await client.connect(transport);
  client.end = async () => {
    await transport.terminateSession?.().catch(() => {});
    await client.close();
  };
  return client;
}

function v1(url) {
  const client = new ClientV1(IDENTITY, { capabilities });
  client.setRequestHandler(ElicitRequestSchema, accept);
  return [client, new TransportV1(new URL(url))];
}

function v2(url, revision) {
  const client = new Client(IDENTITY, {
    capabilities,
    ...(revision === MODERN
      ? { versionNegotiation: { mode: { pin: MODERN } } }
      : { versionNegotiation: { mode: 'legacy' }, supportedProtocolVersions: [revision] }),
  });
  client.setRequestHandler('elicitation/create', accept);
  return [client, new StreamableHTTPClientTransport(new URL(url))];
}
