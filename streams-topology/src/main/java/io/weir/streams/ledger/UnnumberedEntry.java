/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A {@link JournalEntry} in the wire format whose number is still 0. To number it, nothing has to be read but its first fields:
 * Avro writes a record's fields in their order, without names or offsets (Avro 1.12 specification, "Binary Encoding"), and the
 * number is the first.
 */
final class UnnumberedEntry {
    private static final int KIND_OF_COMMAND =
            JournalEntry.getClassSchema().getField("kind").schema().getEnumOrdinal(MessageKind.APPROVAL_COMMAND.name());

    private final byte[] bytes;
    private final String eventId;
    private final boolean isCommand;

    private UnnumberedEntry(byte[] bytes, String eventId, boolean isCommand) {
        this.bytes = bytes;
        this.eventId = eventId;
        this.isCommand = isCommand;
    }

    /** @throws SerializationException if the bytes are no such entry */
    static UnnumberedEntry of(byte[] bytes) {
        try {
            BinaryDecoder fields = DecoderFactory.get()
                    .binaryDecoder(bytes, WireFormat.HEADER_BYTES, bytes.length - WireFormat.HEADER_BYTES, null);
            long number = fields.readLong();
            String eventId = fields.readString();
            // Exchange and session.
            fields.skipString();
            fields.skipString();
            int kind = fields.readEnum();
            if (number == 0) {
                return new UnnumberedEntry(bytes, eventId, kind == KIND_OF_COMMAND);
            }
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Not a journal entry: " + e.getClass().getSimpleName());
        }
        throw new SerializationException("The journal entry has a number already");
    }

    /** The message id. */
    String eventId() {
        return eventId;
    }

    /** Whether it records an approver's command. */
    boolean isCommand() {
        return isCommand;
    }

    /** The same entry with its number, in the wire format. */
    byte[] numbered(long sequence) {
        ByteArrayOutputStream numbered = new ByteArrayOutputStream(bytes.length + Long.BYTES);
        numbered.write(bytes, 0, WireFormat.HEADER_BYTES);
        try {
            BinaryEncoder number = EncoderFactory.get().directBinaryEncoder(numbered, null);
            number.writeLong(sequence);
            number.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        // Behind the 0, which takes one byte.
        numbered.write(bytes, WireFormat.HEADER_BYTES + 1, bytes.length - WireFormat.HEADER_BYTES - 1);
        return numbered.toByteArray();
    }
}
