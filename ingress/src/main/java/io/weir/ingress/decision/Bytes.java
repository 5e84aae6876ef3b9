/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

import java.nio.ByteBuffer;

/** Bytes of an event. */
public final class Bytes {
    private Bytes() {}

    /** The buffer's content, without a copy where it fills its array, which is how the decoder makes it; null for null. */
    public static byte[] of(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.remaining() == buffer.array().length) {
            return buffer.array();
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
