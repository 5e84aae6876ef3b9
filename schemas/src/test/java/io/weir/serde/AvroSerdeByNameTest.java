/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.events.Intake;
import io.weir.serde.registry.ConfluentServer;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.serde.registry.RegistryUnavailableException;
import io.weir.serde.registry.SchemaRegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As Kafka makes them: by class name, without arguments, configured by a map. */
class AvroSerdeByNameTest {
    @TempDir
    Path directory;

    private Path file;
    private ConfluentServer server;

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("schemas.json");
        server = new ConfluentServer(file);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesAndReadsEventsUnderTheTopicsSubject() {
        // Given
        AvroSerializer<Intake> serializer = serializer(Map.of());
        AvroDeserializer<Intake> deserializer = deserializer(Map.of());

        // When
        byte[] bytes = serializer.serialize("some.topic", Samples.intake());
        int requests = server.requests();

        // Then
        assertThat(deserializer.deserialize("some.topic", bytes)).isEqualTo(Samples.intake());
        assertThat(serializer.serialize("some.topic", Samples.intake())).isEqualTo(bytes);
        deserializer.deserialize("some.topic", bytes);
        assertThat(server.requests()).isEqualTo(requests + 1);
        assertThat(EmbeddedSchemaRegistry.open(file).latest("some.topic-value").schema())
                .isEqualTo(Intake.SCHEMA$);
    }

    @Test
    void readsGenericRecordsWhenAsked() {
        byte[] bytes = serializer(Map.of()).serialize("some.topic", Samples.intake());

        GenericRecord record = this.<GenericRecord>deserializer(Map.of("specific.avro.reader", "false"))
                .deserialize("some.topic", bytes);

        assertThat(record.get("messageId")).hasToString("m-1");
    }

    @Test
    void writesGenericRecordsOfSeveralSchemas() {
        // Given
        AvroSerializer<GenericRecord> serializer = serializer(
                Map.of("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy"));
        AvroDeserializer<GenericRecord> deserializer = deserializer(Map.of());

        for (String name : new String[] {"One", "Two", "One"}) {
            // When
            GenericRecord record = record(name);
            byte[] bytes = serializer.serialize("some.topic", record);

            // Then
            assertThat(deserializer.deserialize("some.topic", bytes)).isEqualTo(record);
        }
        assertThat(EmbeddedSchemaRegistry.open(file).latest("test.Two").version())
                .isEqualTo(1);
    }

    @Test
    void registersNothingWhenItMayNot() {
        // Given
        AvroSerializer<Intake> strict = serializer(Map.of("auto.register.schemas", "false"));

        // When, Then
        assertThatThrownBy(() -> strict.serialize("some.topic", Samples.intake()))
                .isInstanceOf(SchemaRegistryException.class);
        byte[] bytes = serializer(Map.of()).serialize("some.topic", Samples.intake());
        assertThat(strict.serialize("some.topic", Samples.intake())).isEqualTo(bytes);
    }

    @Test
    void usesTheLatestVersionOnlyIfItMeansTheSameBytes() {
        // Given: somebody registered the schema with other documentation, and later one with a field more
        EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.open(file);
        Schema documented = new Schema.Parser()
                .parse(Intake.SCHEMA$.toString().replaceFirst("\"doc\":\"[^\"]*\"", "\"doc\":\"ours\""));
        registry.register("documented-value", documented);
        Schema extended = new Schema.Parser()
                .parse(Intake.SCHEMA$
                        .toString()
                        .replaceFirst(
                                "\"fields\":\\[", "\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":0},"));
        registry.register("extended-value", extended);
        Map<String, Object> latest = Map.of("auto.register.schemas", false, "use.latest.version", true);

        // When, Then
        try (ConfluentServer annotated = new ConfluentServer(file)) {
            AvroSerializer<Intake> serializer = serializer(with(latest, annotated));
            AvroDeserializer<Intake> deserializer = deserializer(with(Map.of(), annotated));
            byte[] bytes = serializer.serialize("documented", Samples.intake());
            assertThat(bytes[4]).isEqualTo((byte) 1);
            assertThat(deserializer.deserialize("documented", bytes)).isEqualTo(Samples.intake());
            assertThatThrownBy(() -> serializer.serialize("extended", Samples.intake()))
                    .isInstanceOf(SchemaRegistryException.class)
                    .hasMessageContaining("extended-value")
                    .hasMessageContaining("use.latest.version");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsAnOutageFromDamage() {
        byte[] bytes = serializer(Map.of()).serialize("some.topic", Samples.intake());
        AvroDeserializer<Intake> deserializer = deserializer(Map.of());

        server.close();

        assertThatThrownBy(() -> deserializer.deserialize("some.topic", bytes))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> WeirSerdes.fromConfig(Map.of("schema.registry.url", server.url()))
                        .warmUp())
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void refusesAnUnknownStrategy() {
        assertThatThrownBy(() -> serializer(Map.of("value.subject.name.strategy", "com.example.Mine")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("value.subject.name.strategy");
    }

    private Map<String, Object> with(Map<String, ?> config, ConfluentServer registry) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("schema.registry.url", registry.url());
        return all;
    }

    private <T extends GenericContainer> AvroSerializer<T> serializer(Map<String, ?> config) {
        AvroSerializer<T> serializer = new AvroSerializer<>();
        serializer.configure(config.containsKey("schema.registry.url") ? config : with(config, server), false);
        return serializer;
    }

    private <T> AvroDeserializer<T> deserializer(Map<String, ?> config) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>();
        deserializer.configure(config.containsKey("schema.registry.url") ? config : with(config, server), false);
        return deserializer;
    }

    private static GenericRecord record(String name) {
        Schema schema = SchemaBuilder.record(name)
                .namespace("test")
                .fields()
                .requiredLong("value" + name)
                .endRecord();
        return new GenericRecordBuilder(schema).set("value" + name, 7L).build();
    }
}
