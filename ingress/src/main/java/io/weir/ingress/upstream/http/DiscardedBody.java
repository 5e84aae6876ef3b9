/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import java.nio.ByteBuffer;

/** A short body that nobody reads, but for the connection's next call. */
final class DiscardedBody implements AnswerBody {
    /** What is longer, or does not say how long it is, costs less as a connection closed. */
    static final int MAX_BYTES = 64 * 1024;

    @Override
    public void take(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public void complete() {
        // Nobody waits for it.
    }

    @Override
    public void exhausted(Window window) {
        window.open(MAX_BYTES);
    }
}
