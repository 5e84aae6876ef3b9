/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An answer that is one JSON text. */
final class JsonBody implements AnswerBody {
    /** What an upstream only announces takes no more memory than this. */
    private static final int MAX_FIRST_BYTES = 64 * 1024;

    private final HttpCall call;
    private final int maxMessageBytes;
    private byte[] json;
    private int length;

    /** @param announcedBytes how long the upstream says that it is, negative if it does not say */
    JsonBody(HttpCall call, int maxMessageBytes, long announcedBytes) {
        this.call = call;
        this.maxMessageBytes = maxMessageBytes;
        this.json = new byte[(int) Math.max(0, Math.min(announcedBytes, MAX_FIRST_BYTES))];
    }

    @Override
    public void take(ByteBuffer bytes) throws RefusedAnswerException {
        int count = bytes.remaining();
        if (count > maxMessageBytes - length) {
            throw new RefusedAnswerException("The upstream's answer is longer than " + maxMessageBytes + " bytes");
        }
        if (length + count > json.length) {
            json = Arrays.copyOf(json, length == 0 ? count : Math.max(length + count, 2 * json.length));
        }
        bytes.get(json, length, count);
        length += count;
    }

    @Override
    public void complete() {
        call.complete(length == json.length ? json : Arrays.copyOf(json, length));
    }

    @Override
    public void exhausted(Window window) {
        // Its length is bounded anyway.
        window.open(Integer.MAX_VALUE);
    }
}
