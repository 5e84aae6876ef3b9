/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The envelope: a zero byte, the schema's id in four bytes, big-endian, and then the Avro binary. */
public final class WireFormat {
    static final byte MAGIC = 0;

    /** How long the envelope is. */
    public static final int HEADER_BYTES = 1 + Integer.BYTES;

    private WireFormat() {}

    static void writeHeader(byte[] target, int schemaId) {
        target[0] = MAGIC;
        target[1] = (byte) (schemaId >>> 24);
        target[2] = (byte) (schemaId >>> 16);
        target[3] = (byte) (schemaId >>> 8);
        target[4] = (byte) schemaId;
    }

    /** @throws SerializationException if the bytes do not begin with the envelope */
    static int readSchemaId(byte[] source, int offset, int length) {
        if (length < HEADER_BYTES) {
            throw new SerializationException("too short for an event: " + length + " bytes");
        }
        if (source[offset] != MAGIC) {
            throw new SerializationException(
                    "not an event: begins with byte " + source[offset] + " instead of " + MAGIC);
        }
        return ((source[offset + 1] & 0xff) << 24)
                | ((source[offset + 2] & 0xff) << 16)
                | ((source[offset + 3] & 0xff) << 8)
                | (source[offset + 4] & 0xff);
    }
}
