/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import java.nio.ByteBuffer;

/** The bytes of Avro's buffers. */
final class Bytes {
    private Bytes() {}

    /** The buffer's own array where it is exactly that, else a copy; null for null. */
    static byte[] of(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        boolean exact = buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.position() == 0
                && buffer.remaining() == buffer.array().length;
        if (exact) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
