/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import io.weir.serde.registry.RestSchemaRegistryClient;
import io.weir.serde.registry.SchemaRegistryClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes Avro records in the Confluent wire format. Safe for use by many threads. As a Kafka serialiser by class name it
 * takes the keys of {@link SerdeConfig} and {@link RestSchemaRegistryClient}; the registry is asked once for each topic.
 */
public final class AvroSerializer<T extends GenericContainer> implements Serializer<T> {
    private final Map<String, Writer<T>> writers = new ConcurrentHashMap<>();
    private SchemaRegistryClient registry;
    private SchemaIds ids;
    private SubjectNameStrategy subjects;
    private boolean isKey;

    /** To be followed by {@link #configure}. */
    public AvroSerializer() {}

    AvroSerializer(SchemaRegistryClient registry, SchemaIds ids, SubjectNameStrategy subjects) {
        this.registry = registry;
        this.ids = ids;
        this.subjects = subjects;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        AbstractConfig config = SerdeConfig.parse(configs);
        this.registry = RestSchemaRegistryClient.fromConfig(configs);
        this.ids = SchemaIds.from(config);
        this.subjects = SerdeConfig.strategy(config, isKey);
        this.isKey = isKey;
    }

    /**
     * The record in the wire format.
     *
     * @return null for null, a tombstone
     * @throws SerializationException if the record does not fit its schema, or the registry refuses the schema
     * @throws io.weir.serde.registry.RegistryUnavailableException if the schema's id is not known yet and no registry answers
     */
    @Override
    public byte[] serialize(String topic, T data) {
        if (data == null) {
            return null;
        }
        Writer<T> writer = writerFor(topic, data);
        try {
            return EncodingBuffer.encode(writer.schemaId, writer.datumWriter, data);
        } catch (IOException | RuntimeException e) {
            // No cause: what Avro says about a value that does not fit may quote the value.
            throw new SerializationException("Cannot write a " + writer.schema.getFullName() + " to topic " + topic
                    + ": " + e.getClass().getSimpleName());
        }
    }

    private Writer<T> writerFor(String topic, T data) {
        Schema schema = data.getSchema();
        Writer<T> writer = writers.get(topic);
        if (writer == null || !writer.schema.equals(schema)) {
            int id = ids.idOf(registry, subjects.subject(topic, isKey, schema), schema);
            writer = new Writer<>(schema, id, datumWriter(schema, data));
            writers.put(topic, writer);
        }
        return writer;
    }

    private static <T> DatumWriter<T> datumWriter(Schema schema, T data) {
        return data instanceof SpecificRecord
                ? new SpecificDatumWriter<>(schema, SpecificData.getForClass(data.getClass()))
                : new GenericDatumWriter<>(schema, GenericData.get());
    }

    private record Writer<T>(Schema schema, int schemaId, DatumWriter<T> datumWriter) {}
}
