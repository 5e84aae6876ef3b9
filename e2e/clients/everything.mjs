// node everything.mjs [sse]
//
// Starts @modelcontextprotocol/server-everything over Streamable HTTP, or HTTP+SSE, on any free port of the loopback interface
// (by itself it would listen on all of them), prints "URL http://…/mcp" or "…/sse", and ends when its standard input is closed.

import { Server } from 'node:net';

const sse = process.argv[2] === 'sse';
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  this.once('listening', () => process.stdout.write(`URL http://127.0.0.1:${this.address().port}/${sse ? 'sse' : 'mcp'}\n`));
  return listen.call(this, Number(port), '127.0.0.1', ...rest);
};
process.env.PORT = '0';
process.argv[2] = sse ? 'sse' : 'streamableHttp';
process.stdin.on('end', () => process.exit(0)).resume();
await import('@modelcontextprotocol/server-everything/dist/index.js');
