/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.events.Intake;
import io.weir.model.Principal;
import io.weir.policy.resource.Resources;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.ConfluentApi;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.configlog.ConfigKeys;
import io.weir.service.http.HttpServer;
import io.weir.service.mailbox.EventProducer;
import io.weir.streams.enforcement.Messages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A cluster with a schema registry, and what stands around the streams service: who writes messages, and who reads verdicts. */
final class TestCluster implements AutoCloseable {
    static final String SECRET = "a-secret-for-this-test";

    private final KafkaCluster kafka;
    private final HttpServer registry;
    final WeirSerdes serdes;

    TestCluster(KafkaCluster kafka, Path directory) {
        this.kafka = kafka;
        EmbeddedSchemaRegistry schemas = EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"));
        this.serdes = new WeirSerdes(schemas).warmUp();
        this.registry = HttpServer.start("127.0.0.1", 0, registryHandler(new ConfluentApi(schemas)));
    }

    private static HttpHandler registryHandler(ConfluentApi api) {
        return exchange -> exchange.getRequestReceiver().receiveFullBytes((request, body) -> {
            ConfluentApi.Response response =
                    api.handle(request.getRequestMethod().toString(), request.getRequestPath(), body);
            request.setStatusCode(response.status());
            request.getResponseHeaders().put(Headers.CONTENT_TYPE, response.contentType());
            request.getResponseSender().send(ByteBuffer.wrap(response.body()));
        });
    }

    /** The configuration of the streams service on this cluster. */
    Map<String, String> settings(Path stateDirectory, String instance) {
        Map<String, String> settings = new TreeMap<>();
        kafka.getKafkaClientConfiguration().forEach((key, value) -> settings.put("kafka." + key, value.toString()));
        settings.put("schema.registry.url", "http://127.0.0.1:" + registry.port());
        settings.put("topics.replication.factor", "1");
        settings.put("streams.standby.replicas", "0");
        settings.put("http.port", "0");
        settings.put("internal.secret", SECRET);
        settings.put("instance.id", instance);
        settings.put("state.dir", stateDirectory.toString());
        return settings;
    }

    ServiceConfig config(Map<String, String> settings) {
        return ServiceConfig.of(StreamsKeys.configDef(), settings);
    }

    EventProducer producer() {
        return EventProducer.open(kafka.getKafkaClientConfiguration(), 1 << 20, serdes);
    }

    /** Applies the test's connection and policy. */
    void applyResources(EventProducer producer) {
        Principal admin = Messages.person("admin", "weir-admins");
        Resources.parse(Messages.RESOURCES).resources().forEach(resource -> {
            boolean policy = resource.name().equals("starter");
            ConfigEntry entry = new ConfigEntry(
                    policy ? ConfigKind.POLICY : ConfigKind.CONNECTION,
                    resource.name(),
                    policy ? 1 : 0,
                    resource.hash(),
                    resource.source(),
                    admin.toRecord(),
                    Instant.EPOCH);
            String key = policy ? ConfigKeys.policy(resource.name(), 1) : ConfigKeys.connection(resource.name());
            producer.config(key, entry).toCompletableFuture().join();
        });
        ConfigEntry pointer =
                new ConfigEntry(ConfigKind.ACTIVE_POLICY, "starter", 1, "", "", admin.toRecord(), Instant.EPOCH);
        producer.config(ConfigKeys.ACTIVE_POLICY, pointer).toCompletableFuture().join();
    }

    static void send(EventProducer producer, Intake message) {
        producer.intake(message).toCompletableFuture().join();
    }

    /** Everything that is committed in a topic, in the order of each partition. */
    <T> List<ConsumerRecord<String, T>> readAll(String topic, Deserializer<T> deserializer) {
        Map<String, Object> settings = new HashMap<>(kafka.getKafkaClientConfiguration());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<String, T> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), deserializer)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, T>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
