/**
 * JSON-RPC messages, read strictly and in one pass, and passed on as the bytes that they came as: a typed relay would drop what it
 * does not know, and a lenient one could be understood differently by whoever reads after it.
 */
package io.weir.ingress.jsonrpc;
