/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;

/** A thread's buffer and encoder, used for one event after another. */
final class EncodingBuffer extends OutputStream {
    private static final ThreadLocal<EncodingBuffer> LOCAL = ThreadLocal.withInitial(EncodingBuffer::new);
    private static final int INITIAL_BYTES = 4 << 10;
    /** What a thread may keep; a larger buffer goes when its event is done. */
    private static final int KEEP_BYTES = 256 << 10;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int count;
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(this, null);

    private EncodingBuffer() {}

    static <T> byte[] encode(int schemaId, DatumWriter<T> writer, T datum) throws IOException {
        EncodingBuffer local = LOCAL.get();
        local.count = WireFormat.HEADER_BYTES;
        WireFormat.writeHeader(local.buffer, schemaId);
        try {
            writer.write(datum, local.encoder);
            return Arrays.copyOf(local.buffer, local.count);
        } finally {
            local.shrink();
        }
    }

    @Override
    public void write(int b) {
        reserve(1);
        buffer[count++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, buffer, count, length);
        count += length;
    }

    private void reserve(int more) {
        if (buffer.length - count < more) {
            int wanted = Math.addExact(count, more);
            buffer = Arrays.copyOf(buffer, Math.max(wanted, 2 * buffer.length));
        }
    }

    private void shrink() {
        if (buffer.length > KEEP_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }
}
