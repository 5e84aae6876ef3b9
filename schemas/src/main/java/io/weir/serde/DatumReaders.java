/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;

/** Into what a writer's schema is read. The readers are made whole here, so that many threads may share them. */
@FunctionalInterface
interface DatumReaders<T> {

    DatumReader<T> readerOf(Schema writer) throws IOException;

    /** Into this class and no other. */
    static <T> DatumReaders<T> into(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema reader = model.getSchema(type);
        return writer -> {
            if (!writer.getFullName().equals(reader.getFullName())) {
                throw new SerializationException("it is a " + writer.getFullName() + ", not a " + reader.getFullName());
            }
            return model.getFastReaderBuilder().createDatumReader(writer, reader);
        };
    }

    /** Into the class that is named like the schema, where there is one and it is wanted; else into a generic record. */
    static <T> DatumReaders<T> byName(boolean specific) {
        return writer -> {
            Class<?> type = specific ? new SpecificData().getClass(writer) : null;
            if (type == null) {
                return GenericData.get().getFastReaderBuilder().createDatumReader(writer, writer);
            }
            SpecificData model = SpecificData.getForClass(type);
            return model.getFastReaderBuilder().createDatumReader(writer, model.getSchema(type));
        };
    }
}
