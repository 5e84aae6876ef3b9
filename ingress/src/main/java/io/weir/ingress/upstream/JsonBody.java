/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An answer that is one JSON text. */
final class JsonBody implements AnswerBody {
    private final UpstreamCall call;
    private final int maxMessageBytes;
    private byte[] json;
    private int length;

    /** @param announcedBytes how long the upstream says that it is, negative if it does not say */
    JsonBody(UpstreamCall call, int maxMessageBytes, long announcedBytes) {
        this.call = call;
        this.maxMessageBytes = maxMessageBytes;
        this.json = new byte[announcedBytes < 0 || announcedBytes > maxMessageBytes ? 0 : (int) announcedBytes];
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
