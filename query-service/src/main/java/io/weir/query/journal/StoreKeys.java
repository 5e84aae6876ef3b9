/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/** Keys of the stores, made so that their byte order is the order in which they are read. */
public final class StoreKeys {
    private static final byte END_OF_ID = 0;

    private StoreKeys() {}

    /**
     * Key of an event: the session's id, a zero byte, the sequence number as 8 bytes, big-endian.
     *
     * @param sequence from 0; {@link Long#MAX_VALUE} for the end of a range
     */
    public static Bytes event(String sessionId, long sequence) {
        byte[] id = sessionId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Long.BYTES)
                .put(id)
                .put(END_OF_ID)
                .putLong(sequence)
                .array());
    }

    /** Key in the index of sessions, newest first: the complement of the start time as 8 bytes, then the session's id. */
    public static Bytes byStart(long startedAt, String sessionId) {
        byte[] id = sessionId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(Long.MAX_VALUE - startedAt)
                .put(id)
                .array());
    }

    /** The session's id in a key of the index. */
    public static String sessionIn(Bytes byStart) {
        byte[] key = byStart.get();
        return new String(Arrays.copyOfRange(key, Long.BYTES, key.length), StandardCharsets.UTF_8);
    }

    /** The start time in a key of the index, milliseconds since the epoch. */
    public static long startIn(Bytes byStart) {
        return Long.MAX_VALUE - ByteBuffer.wrap(byStart.get()).getLong();
    }
}
