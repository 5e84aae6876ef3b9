/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

/**
 * Calls upstreams: each with the gateway's own credential, nothing of the client's, and each message at most once. Thread-safe; no
 * method blocks.
 */
public interface Relay {

    /** Sends one message. */
    UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener);

    /**
     * Opens the stream of what the server says by itself, or resumes one.
     *
     * @param lastEventId where to resume, empty to begin
     */
    UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener);

    /** Ends the upstream's session. */
    UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener);
}
