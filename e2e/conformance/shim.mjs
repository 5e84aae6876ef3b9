// node shim.mjs http://127.0.0.1:PORT
//
// The suite sends no bearer token, and Weir wants one: this adds the one of the environment variable MCP_TOKEN to every
// request, and passes everything else through as it comes, both ways. Listens on any free port of the loopback
// interface, prints "URL http://…", and ends with its standard input.

import { Agent, createServer, request as forward } from 'node:http';

const target = new URL(process.argv[2]);
const agent = new Agent({ keepAlive: true });
const authorization = `Bearer ${process.env.MCP_TOKEN}`;

const server = createServer((request, response) => {
  const onward = forward({
    agent,
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    // As they were written, the name of the host included; Host and Origin are Weir's to judge.
    headers: [...request.rawHeaders, 'Authorization', authorization],
  });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders);
    response.flushHeaders();
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  onward.on('error', () => response.destroy());
  // Whoever hangs up, hangs up on both sides.
  response.on('close', () => onward.destroy());
  request.pipe(onward);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`URL http://127.0.0.1:${server.address().port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
