/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.resolver.ParsedSchemaImpl;
import io.apicurio.registry.resolver.SchemaLookupResult;
import io.apicurio.registry.resolver.SchemaParser;
import io.apicurio.registry.resolver.SchemaResolver;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSchemaParser;
import io.apicurio.registry.serde.avro.DefaultAvroDatumProvider;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.serde.registry.SchemaRegistryClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Byte for byte the same as an implementation of the wire format that shares no code with this one. */
class ApicurioCrossCheckTest {
    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> writesTheSameBytesAndReadsTheOthers() {
        SchemaRegistryClient registry = EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"));
        WeirSerdes serdes = new WeirSerdes(registry).warmUp();
        return Stream.of(
                compare(registry, serdes.intake(), "weir.intake", Samples.intake()),
                compare(registry, serdes.verdict(), "weir.verdicts", Samples.verdict()),
                compare(registry, serdes.approvalCommand(), "weir.approval-decisions", Samples.approvalCommand()),
                compare(registry, serdes.journalEntry(), "weir.journal", Samples.journalEntry()),
                compare(registry, serdes.configEntry(), "weir.config", Samples.configEntry()),
                compare(registry, serdes.toolRecord(), "weir.tools", Samples.toolRecord()));
    }

    private static <T extends SpecificRecord> DynamicTest compare(
            SchemaRegistryClient registry, Serde<T> serde, String topic, T event) {
        return DynamicTest.dynamicTest(topic, () -> {
            try (AvroKafkaSerializer<T> theirs = new AvroKafkaSerializer<>(new Resolver<T>(registry));
                    AvroKafkaDeserializer<T> theirReader = new AvroKafkaDeserializer<>(new Resolver<T>(registry))) {
                // Given
                Map<String, Object> config = Map.of("apicurio.registry.use-specific-avro-reader", true);
                theirs.configure(config, false);
                theirReader.configure(config, false);

                // When
                byte[] ours = serde.serializer().serialize(topic, event);

                // Then
                assertThat(ours).isEqualTo(theirs.serialize(topic, event));
                assertThat(theirReader.deserialize(topic, ours)).isEqualTo(event);
                assertThat(serde.deserializer().deserialize(topic, theirs.serialize(topic, event)))
                        .isEqualTo(event);
            }
        });
    }

    /** Answers Apicurio's questions out of Weir's registry. */
    private static final class Resolver<T> implements SchemaResolver<Schema, T> {
        private final SchemaRegistryClient registry;
        private final SchemaParser<Schema, T> parser = new AvroSchemaParser<>(new DefaultAvroDatumProvider<>());

        private Resolver(SchemaRegistryClient registry) {
            this.registry = registry;
        }

        @Override
        public SchemaLookupResult<Schema> resolveSchema(Record<T> data) {
            Schema schema = ((SpecificRecord) data.payload()).getSchema();
            String topic = ((io.apicurio.registry.serde.data.SerdeMetadata) data.metadata()).getTopic();
            return result(registry.idOf(topic + "-value", schema), schema);
        }

        @Override
        public SchemaLookupResult<Schema> resolveSchemaByArtifactReference(ArtifactReference reference) {
            int id = reference.getContentId().intValue();
            return result(id, registry.byId(id));
        }

        private static SchemaLookupResult<Schema> result(int id, Schema schema) {
            return SchemaLookupResult.<Schema>builder()
                    .contentId(id)
                    .parsedSchema(new ParsedSchemaImpl<Schema>().setParsedSchema(schema))
                    .build();
        }

        @Override
        public SchemaParser<Schema, T> getSchemaParser() {
            return parser;
        }

        @Override
        public void setClientFacade(RegistryClientFacade client) {
            // There is no client: the registry is in this process.
        }

        @Override
        public void setArtifactResolverStrategy(ArtifactReferenceResolverStrategy<Schema, T> strategy) {
            // Subjects are named by Weir.
        }

        @Override
        public void reset() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
