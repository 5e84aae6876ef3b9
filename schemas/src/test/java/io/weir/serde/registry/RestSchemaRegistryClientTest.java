/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestSchemaRegistryClientTest {
    private static final String BASIC = "Basic d2VpcjpzM2NyM3Q="; // weir:s3cr3t

    @TempDir
    Path directory;

    private ConfluentServer server;
    private ConfluentServer standby;

    @BeforeEach
    void start() throws IOException {
        server = new ConfluentServer(directory.resolve("schemas.json"));
        standby = new ConfluentServer(directory.resolve("standby.json"));
    }

    @AfterEach
    void stop() {
        server.close();
        standby.close();
    }

    @Test
    void registersLooksUpAndRemembers() {
        // Given
        SchemaRegistryClient client = client(Map.of("schema.registry.url", server.url() + "/"));

        // When, Then
        assertThat(client.register("a value/ü", Schemas.V1)).isEqualTo(1);
        assertThat(client.byId(1)).isEqualTo(Schemas.V1);
        assertThat(client.idOf("a value/ü", Schemas.V1)).isEqualTo(1);
        assertThat(client.latest("a value/ü")).isEqualTo(new RegisteredSchema("a value/ü", 1, 1, Schemas.V1));
        int requests = server.requests();
        client.register("a value/ü", Schemas.V1);
        client.byId(1);
        assertThat(server.requests()).isEqualTo(requests);
    }

    @Test
    void passesOnWhatTheRegistryRefuses() {
        SchemaRegistryClient client = client(Map.of("schema.registry.url", server.url()));
        client.register("a-value", Schemas.V1);

        assertCode(409, () -> client.register("a-value", Schemas.INCOMPATIBLE));
        assertCode(40403, () -> client.byId(99));
        assertCode(40403, () -> client.idOf("a-value", Schemas.V2));
        assertCode(40401, () -> client.latest("b-value"));
    }

    @Test
    void goesOnWithTheNextRegistryAndStaysThere() throws IOException {
        // Given: nobody listens at the first, the second fails
        standby.failWith(503);
        SchemaRegistryClient client =
                client(Map.of("schema.registry.url", closedPort() + "," + standby.url() + "," + server.url()));

        // When
        client.register("a-value", Schemas.V1);
        client.register("a-value", Schemas.V2);

        // Then
        assertThat(server.requests()).isEqualTo(2);
        assertThat(standby.requests()).isEqualTo(1);
    }

    @Test
    void saysWhenNoRegistryAnswersAndRecovers() throws IOException {
        // Given
        server.failWith(500);
        SchemaRegistryClient client = client(Map.of("schema.registry.url", closedPort() + "," + server.url()));

        // When, Then
        assertThatThrownBy(() -> client.byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(server.url());
        server.failWith(0);
        assertThat(client.register("a-value", Schemas.V1)).isEqualTo(1);
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SchemaRegistryClient client = client(Map.of(
                    "schema.registry.url", "http://localhost:" + silent.getLocalPort(), "http.read.timeout.ms", 200));

            assertThatThrownBy(() -> client.byId(1)).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void sendsCredentials() {
        server.require(BASIC);
        String withUser = server.url().replace("http://", "http://weir:s3cr3t@");

        assertThat(client(Map.of("schema.registry.url", withUser)).register("a", Schemas.V1))
                .isEqualTo(1);
        assertThat(client(Map.of(
                                "schema.registry.url", server.url(),
                                "basic.auth.credentials.source", "USER_INFO",
                                "basic.auth.user.info", "weir:s3cr3t"))
                        .register("a", Schemas.V1))
                .isEqualTo(1);
        assertCode(
                401, () -> client(Map.of("schema.registry.url", server.url())).byId(1));
    }

    @Test
    void printsNoCredentials() throws IOException {
        String withUser = closedPort().replace("http://", "http://weir:s3cr3t@");
        Map<String, Object> config = Map.of("schema.registry.url", withUser);

        assertThatThrownBy(() -> client(config).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageNotContaining("s3cr3t");
        assertThat(RegistrySettings.from(config).toString()).doesNotContain("s3cr3t", "d2VpcjpzM2NyM3Q=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8081", "ftp://localhost", "http://", "http://weir:s3cr3t@ local"})
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> client(Map.of("schema.registry.url", url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void namesTheKeyOfABadValue() {
        assertThatThrownBy(() -> client(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertBad("basic.auth.credentials.source", "SASL_INHERIT");
        assertBad("http.read.timeout.ms", 0);
        assertThatThrownBy(() -> client(Map.of(
                        "schema.registry.url", server.url(),
                        "basic.auth.credentials.source", "USER_INFO",
                        "basic.auth.user.info", "s3cr3t")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("basic.auth.user.info")
                .hasMessageNotContaining("s3cr3t");
    }

    private void assertBad(String key, Object value) {
        assertThatThrownBy(() -> client(Map.of("schema.registry.url", server.url(), key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static SchemaRegistryClient client(Map<String, ?> config) {
        return RestSchemaRegistryClient.fromConfig(config);
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://localhost:" + socket.getLocalPort();
        }
    }

    private static void assertCode(int code, Runnable question) {
        assertThatThrownBy(question::run)
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(code));
    }
}
