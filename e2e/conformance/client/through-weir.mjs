// Registers a server with Weir, as a connection, and tells where clients reach it.
//
//   WEIR_URL          Weir, for its REST API
//   WEIR_ADMIN_TOKEN  of an administrator
//   WEIR_CLIENT_URL   where a client reaches Weir without a token of its own: the shim

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 20;

const { WEIR_URL, WEIR_ADMIN_TOKEN, WEIR_CLIENT_URL } = process.env;

export async function throughWeir(upstream) {
  const name = `suite-${new URL(upstream).port}-${process.pid}`;
  const document = `connection: {name: ${name}, kind: mcp, url: "${upstream}", allowedGroups: [analysts]}\n`;
  const applied = await fetch(new URL('/api/config', WEIR_URL), {
    method: 'POST',
    headers: { 'Content-Type': 'application/yaml', Authorization: `Bearer ${WEIR_ADMIN_TOKEN}` },
    body: document,
  });
  if (!applied.ok) {
    throw new Error(`Weir did not take the connection: ${applied.status} ${await applied.text()}`);
  }
  const url = new URL(`/mcp/${name}`, WEIR_CLIENT_URL);
  await inForce(url);
  return url.href;
}

/** The ingress follows the configuration by itself. A method that is not MCP's tells, without a word to the upstream. */
async function inForce(url) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { status } = await fetch(url, { method: 'PUT' });
    if (status === 405) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`Weir does not know the connection after ${PATIENCE_MS} ms: ${status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
