/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** Where messages for a client go, in the order of the calls. Thread-safe; no method blocks. */
public interface MessageSink {

    /**
     * Sends a message that is not the answer to a client's request.
     *
     * @param offset where in the mailbox its verdict stands; negative if it has none
     */
    void message(byte[] json, long offset);

    /** Sends a comment if a stream is open and has been silent for long. */
    void keepAlive(long nowNanos);
}
