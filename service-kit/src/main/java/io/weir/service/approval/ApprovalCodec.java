/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.approval;

import io.weir.events.ApprovalRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Approvals between services: an Avro object container file, which carries its schema, so that instances of different
 * versions understand each other during an upgrade.
 */
public final class ApprovalCodec {

    /** Media type of the answers of the internal API. */
    public static final String MEDIA_TYPE = "application/avro";

    private ApprovalCodec() {}

    public static byte[] encode(Collection<ApprovalRecord> approvals) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<>(new SpecificDatumWriter<>(ApprovalRecord.class))) {
            writer.create(ApprovalRecord.getClassSchema(), bytes);
            for (ApprovalRecord approval : approvals) {
                writer.append(approval);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws UncheckedIOException if it is nothing of the kind
     */
    public static List<ApprovalRecord> decode(byte[] bytes) {
        try (var reader = new DataFileReader<>(
                new SeekableByteArrayInput(bytes), new SpecificDatumReader<>(ApprovalRecord.class))) {
            List<ApprovalRecord> approvals = new ArrayList<>();
            reader.forEach(approvals::add);
            return approvals;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
