/**
 * The ingress: MCP over HTTP, and the relay to upstreams.
 *
 * <p>A message passes, in this order: {@link io.weir.ingress.http} (who speaks, where to, in which session, and the bytes), {@link
 * io.weir.ingress.jsonrpc} (what it is), {@link io.weir.ingress.exchange} (what it belongs to), {@link io.weir.ingress.decision} (to
 * the log, and back as a verdict), {@link io.weir.ingress.upstream} (to the server); and the answer the same way back. Each of them
 * runs on the thread that the event came on and none of them blocks it. {@link io.weir.ingress.IngressApp} puts them together.
 */
package io.weir.ingress;
