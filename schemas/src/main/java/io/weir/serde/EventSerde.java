/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import io.weir.serde.registry.SchemaRegistryClient;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** One event's serialiser and deserialiser, whatever the topic. */
final class EventSerde<T extends SpecificRecordBase> implements Serde<T> {
    private final Schema schema;
    private final String subject;
    private final SchemaRegistryClient registry;
    private final SchemaIds ids;
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    EventSerde(Class<T> type, String subject, SchemaRegistryClient registry, SchemaIds ids) {
        this.schema = SpecificData.getForClass(type).getSchema(type);
        this.subject = subject;
        this.registry = registry;
        this.ids = ids.remembered();
        this.serializer = new AvroSerializer<>(registry, this.ids, SubjectNameStrategy.fixed(subject));
        this.deserializer = new AvroDeserializer<>(registry, DatumReaders.into(type));
    }

    /** Both answers are remembered, so that neither side asks again on the way of a message. */
    void warmUp() {
        registry.byId(ids.idOf(registry, subject, schema));
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }
}
