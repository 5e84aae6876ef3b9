/**
 * The HTTP side, on Undertow: one handler for each method of MCP's Streamable HTTP transport, the checks before them, and the answers.
 * A handler returns at once; after that an exchange is written to only on its own I/O thread.
 */
package io.weir.ingress.http;
