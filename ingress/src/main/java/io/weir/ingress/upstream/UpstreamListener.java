/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

/**
 * Hears what comes back from one call. Called by one thread at a time, and never after {@link #ended}; must not block. Every
 * {@link #message} is to be acknowledged by {@link UpstreamCall#consumed()}.
 */
public interface UpstreamListener {

    /**
     * The answer begins; comes before any message.
     *
     * @param call this call
     * @param sessionId the {@code Mcp-Session-Id} that the upstream gave, empty if none
     * @param streamed whether the answer is a stream of server-sent events rather than one JSON text
     */
    void begun(UpstreamCall call, String sessionId, boolean streamed);

    /** Something came that is no message yet, so that the upstream is not silent. */
    default void heard() {}

    /**
     * Where the server wants messages posted (the event {@code endpoint} of the HTTP+SSE transport, MCP 2024-11-05). Not acknowledged.
     *
     * @param reference as the server wrote it
     */
    default void endpoint(String reference) {}

    /** A JSON text, not yet parsed. */
    void message(byte[] json);

    /** There will be nothing more. */
    void ended(UpstreamEnd end);
}
