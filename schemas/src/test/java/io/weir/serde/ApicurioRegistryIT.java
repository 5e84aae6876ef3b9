/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.events.Intake;
import io.weir.events.Verdict;
import io.weir.serde.registry.RestSchemaRegistryClient;
import io.weir.serde.registry.SchemaRegistryClient;
import io.weir.serde.registry.SchemaRegistryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against Apicurio Registry, a process of its own; {@code mvn -pl schemas -Preal-registry verify} fetches it and runs this. */
@EnabledIfSystemProperty(named = "registry.home", matches = ".+")
class ApicurioRegistryIT {
    private static Process registry;
    private static Map<String, Object> config;

    @BeforeAll
    static void start() throws IOException {
        int port = freePort();
        Path home = Path.of(System.getProperty("registry.home"));
        registry = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        runner(home).toString()))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("registry.txt").toFile())
                .start();
        config = Map.of("schema.registry.url", "http://127.0.0.1:" + port + "/apis/ccompat/v7");
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(KafkaException.class)
                .until(() -> answers(RestSchemaRegistryClient.fromConfig(config)));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        registry.destroy();
        assertThat(registry.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void registersAllEventsAndAnotherClientReadsThem() {
        // Given
        WeirSerdes writer = WeirSerdes.fromConfig(config).warmUp();
        WeirSerdes reader = WeirSerdes.fromConfig(config);

        // When
        byte[] bytes = writer.verdict().serializer().serialize("weir.verdicts", Samples.verdict());
        byte[] approval = writer.approvalRecord().serializer().serialize("any", Samples.approval());

        // Then
        assertThat(reader.verdict().deserializer().deserialize("weir.verdicts", bytes))
                .isEqualTo(Samples.verdict());
        assertThat(reader.approvalRecord().deserializer().deserialize("any", approval))
                .isEqualTo(Samples.approval());
        assertThat(RestSchemaRegistryClient.fromConfig(config)
                        .latest("weir.verdicts-value")
                        .schema())
                .isEqualTo(Verdict.SCHEMA$);
    }

    @Test
    void registersASchemaOnce() {
        int first = RestSchemaRegistryClient.fromConfig(config).register("once-value", Intake.SCHEMA$);

        SchemaRegistryClient another = RestSchemaRegistryClient.fromConfig(config);

        assertThat(another.register("once-value", Intake.SCHEMA$)).isEqualTo(first);
        assertThat(RestSchemaRegistryClient.fromConfig(config).idOf("once-value", Intake.SCHEMA$))
                .isEqualTo(first);
        assertThat(another.latest("once-value").version()).isEqualTo(1);
    }

    @Test
    void passesOnWhatTheRegistryRefuses() {
        SchemaRegistryClient client = RestSchemaRegistryClient.fromConfig(config);

        assertThatThrownBy(() -> client.byId(999_999))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(40403));
        assertThatThrownBy(() -> client.latest("nowhere-value"))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(40401));
    }

    private static boolean answers(SchemaRegistryClient client) {
        try {
            client.latest("anything");
            return true;
        } catch (SchemaRegistryException e) {
            return e.errorCode() == SchemaRegistryException.SUBJECT_NOT_FOUND;
        }
    }

    private static Path runner(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home, 2)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
