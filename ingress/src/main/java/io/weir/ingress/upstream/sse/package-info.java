/**
 * The relay to servers of the HTTP+SSE transport (MCP 2024-11-05, "Transports"): one stream for each session, on which the server tells
 * everything; messages are posted to the address that it names first. {@link io.weir.ingress.upstream.sse.McpRelay} chooses between
 * this transport and Streamable HTTP, {@link io.weir.ingress.upstream.sse.SseRelay} opens sessions and finds them again, and {@code
 * SseSession} brings what comes on a stream to whom it concerns. A stream lives in one process, and its session with it.
 */
package io.weir.ingress.upstream.sse;
