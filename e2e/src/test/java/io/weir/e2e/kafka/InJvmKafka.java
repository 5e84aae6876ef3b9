/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.KafkaClusterConfig;
import io.kroxylicious.testing.kafka.common.KafkaClusterExecutionMode;
import io.kroxylicious.testing.kafka.common.KafkaClusterFactory;
import io.weir.serde.registry.ConfluentApi;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker in this JVM, and Weir's embedded registry behind its HTTP API. */
final class InJvmKafka implements KafkaFixture {

    private final KafkaCluster cluster;
    private final HttpServer registry;

    private InJvmKafka(KafkaCluster cluster, HttpServer registry) {
        this.cluster = cluster;
        this.registry = registry;
    }

    static InJvmKafka start() {
        KafkaCluster cluster = KafkaClusterFactory.create(KafkaClusterConfig.builder()
                .execMode(KafkaClusterExecutionMode.IN_VM)
                .kraftMode(true)
                .brokersNum(1)
                .brokerConfig("auto.create.topics.enable", "false")
                .build());
        cluster.start();
        try {
            return new InJvmKafka(cluster, registry());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer registry() throws IOException {
        Path directory = Files.createTempDirectory("weir-registry");
        ConfluentApi api = new ConfluentApi(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(api, exchange));
        server.start();
        return server;
    }

    private static void answer(ConfluentApi api, HttpExchange exchange) throws IOException {
        try (exchange) {
            ConfluentApi.Response response = api.handle(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", response.contentType());
            exchange.sendResponseHeaders(response.status(), response.body().length);
            exchange.getResponseBody().write(response.body());
        }
    }

    @Override
    public String bootstrapServers() {
        return cluster.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return "http://127.0.0.1:" + registry.getAddress().getPort();
    }

    @Override
    public void close() {
        registry.stop(0);
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not stop", e);
        }
    }

    @Override
    public String toString() {
        return "a broker and a registry in this JVM";
    }
}
