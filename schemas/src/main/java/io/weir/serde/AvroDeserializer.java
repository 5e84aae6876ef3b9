/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import io.weir.serde.registry.RegistryUnavailableException;
import io.weir.serde.registry.RestSchemaRegistryClient;
import io.weir.serde.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads Avro records in the Confluent wire format. Safe for use by many threads. As a Kafka deserialiser by class name it
 * takes the keys of {@link SerdeConfig} and {@link RestSchemaRegistryClient}; the registry is asked once for each schema id.
 */
public final class AvroDeserializer<T> implements Deserializer<T> {
    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private SchemaRegistryClient registry;
    private DatumReaders<T> datumReaders;

    /** To be followed by {@link #configure}. */
    public AvroDeserializer() {}

    AvroDeserializer(SchemaRegistryClient registry, DatumReaders<T> datumReaders) {
        this.registry = registry;
        this.datumReaders = datumReaders;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.registry = RestSchemaRegistryClient.fromConfig(configs);
        this.datumReaders =
                DatumReaders.byName(SerdeConfig.parse(configs).getBoolean(SerdeConfig.SPECIFIC_AVRO_READER));
    }

    /**
     * The record in the wire format.
     *
     * @return null for null, a tombstone
     * @throws SerializationException if the bytes are no event, naming the topic and why; this will not change
     * @throws RegistryUnavailableException if the schema is not known yet and no registry answers; this may change
     */
    @Override
    public T deserialize(String topic, byte[] data) {
        return data == null ? null : read(topic, data, 0, data.length);
    }

    /** Reads from where the consumer has the bytes, without a copy in between. */
    @Override
    public T deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null || !data.hasArray()) {
            return deserialize(topic, Utils.toNullableArray(data));
        }
        return read(topic, data.array(), data.arrayOffset() + data.position(), data.remaining());
    }

    private T read(String topic, byte[] source, int offset, int length) {
        try {
            int schemaId = WireFormat.readSchemaId(source, offset, length);
            DatumReader<T> reader = readerFor(schemaId);
            int header = WireFormat.HEADER_BYTES;
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(source, offset + header, length - header, null);
            T datum = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new SerializationException("bytes left over after schema id " + schemaId);
            }
            return datum;
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Cannot read a record of topic " + topic + ": " + describe(e), e);
        }
    }

    private static String describe(Exception e) {
        return e instanceof SerializationException ? e.getMessage() : e.toString();
    }

    private DatumReader<T> readerFor(int schemaId) throws IOException {
        DatumReader<T> reader = readers.get(schemaId);
        if (reader == null) {
            Schema writer = registry.byId(schemaId);
            reader = datumReaders.readerOf(writer);
            readers.put(schemaId, reader);
        }
        return reader;
    }
}
