/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import java.nio.ByteBuffer;

/** What becomes of an answer's body. Its bytes come on one thread; {@link #consumed()} may come on any. */
interface AnswerBody {

    /**
     * Takes what has arrived.
     *
     * @throws RefusedAnswerException if it is not to be read on
     */
    void take(ByteBuffer bytes) throws RefusedAnswerException;

    /** The body is complete. */
    void complete();

    /** What has arrived is as much as was asked for; {@code window} asks for more. */
    void exhausted(Window window);

    /** A message that this body gave was dealt with. */
    default void consumed() {}

    /** Asks the upstream's connection for more. */
    @FunctionalInterface
    interface Window {
        /** Lets about so many bytes more arrive. */
        void open(int bytes);
    }
}
