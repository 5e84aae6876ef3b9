/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** An answer that is one JSON text. */
final class JsonBody extends AnswerBody {
    private byte[] json = {};
    private int length;

    JsonBody(UpstreamCall call, UpstreamListener listener, int maxMessageBytes) {
        super(call, listener, maxMessageBytes);
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        for (ByteBuffer chunk : chunks) {
            int count = chunk.remaining();
            if (count > maxMessageBytes - length) {
                refuse("The upstream's answer is longer than " + maxMessageBytes + " bytes");
                return;
            }
            if (length + count > json.length) {
                json = Arrays.copyOf(json, length == 0 ? count : Math.max(length + count, 2 * json.length));
            }
            chunk.get(json, length, count);
            length += count;
        }
        more();
    }

    @Override
    public void onComplete() {
        call.complete(length == json.length ? json : Arrays.copyOf(json, length));
    }
}
