/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** The client's side of a request whose answer is shown part by part. Thread-safe; no method blocks. */
public interface PartialReply extends ClientReply {

    /** The upstream has begun to stream its answer. */
    void begin();

    /** Shows a part, which comes after all that were shown before. */
    void part(byte[] notification);

    /** No more parts are shown; the answer as a whole tells the rest. */
    void wholeOnly();

    /**
     * A part was blocked, so nothing more of this answer is shown, whatever it is.
     *
     * @param why for the client
     */
    void partBlocked(String why);
}
