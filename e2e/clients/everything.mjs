// node everything.mjs
//
// Starts @modelcontextprotocol/server-everything over Streamable HTTP on any free port of the loopback interface (by
// itself it would listen on all of them), prints "URL http://…/mcp", and ends when its standard input is closed.

import { Server } from 'node:net';

const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  this.once('listening', () => process.stdout.write(`URL http://127.0.0.1:${this.address().port}/mcp\n`));
  return listen.call(this, Number(port), '127.0.0.1', ...rest);
};
process.env.PORT = '0';
process.argv[2] = 'streamableHttp';
process.stdin.on('end', () => process.exit(0)).resume();
await import('@modelcontextprotocol/server-everything/dist/index.js');
