/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceConfigTest {

    private static final String[] NO_ARGUMENTS = {};

    @TempDir
    Path directory;

    @Test
    void readsNestedYamlAndLetsTheEnvironmentTakePrecedence() throws IOException {
        // Given
        String[] arguments = file("weir.yaml", """
                oidc:
                  issuer: https://issuer.example
                  audiences: [weir, other]
                  groups.claim: realm_access.roles
                http:
                  port: 9000
                """);
        Map<String, String> environment = Map.of("WEIR_HTTP_PORT", "9100", "WEIR_HTTP_DRAIN_MS", "250");

        // When
        ServiceConfig config = ServiceConfig.load(definition(), arguments, environment);

        // Then
        assertThat(config.string(CommonKeys.OIDC_ISSUER)).isEqualTo("https://issuer.example");
        assertThat(config.list(CommonKeys.OIDC_AUDIENCES)).containsExactly("weir", "other");
        assertThat(config.string(CommonKeys.OIDC_GROUPS_CLAIM)).isEqualTo("realm_access.roles");
        assertThat(config.integer(CommonKeys.HTTP_PORT)).isEqualTo(9100);
        assertThat(config.millis(CommonKeys.HTTP_DRAIN_MS)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void readsProperties() throws IOException {
        // Given
        String[] arguments = file("weir.properties", "oidc.issuer=https://issuer.example\noidc.audiences=weir\n");

        // When
        ServiceConfig config = ServiceConfig.load(definition(), arguments, Map.of());

        // Then
        assertThat(config.string(CommonKeys.OIDC_ISSUER)).isEqualTo("https://issuer.example");
    }

    @Test
    void handsKafkaKeysOnFromFileAndEnvironment() {
        // Given
        ConfigDef definition = CommonKeys.kafka(new ConfigDef());
        Map<String, String> environment = Map.of(
                "WEIR_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                "WEIR_SCHEMA_REGISTRY_URL", "http://registry:8081",
                "WEIR_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");

        // When
        ServiceConfig config = ServiceConfig.load(definition, NO_ARGUMENTS, environment);

        // Then
        assertThat(config.kafka())
                .containsOnly(
                        Map.entry("bootstrap.servers", "broker:9092"), Map.entry("security.protocol", "SASL_SSL"));
        assertThat(config.values()).containsEntry("schema.registry.url", "http://registry:8081");
    }

    @Test
    void replacesReferencesToVariablesAndFiles() throws IOException {
        // Given
        Path secret = Files.writeString(directory.resolve("secret"), "from-a-file-0123456\n");
        ConfigDef definition = CommonKeys.internalSecret(CommonKeys.oidc(new ConfigDef()));
        Map<String, String> values = Map.of(
                "internal.secret", "${file:" + secret + "}",
                "oidc.issuer", "https://${env:ISSUER_HOST}/realms/weir",
                "oidc.audiences", "weir");

        // When
        ServiceConfig config = ServiceConfig.of(definition, values, Map.of("ISSUER_HOST", "id.example"));

        // Then
        assertThat(config.secret(CommonKeys.INTERNAL_SECRET)).contains("from-a-file-0123456");
        assertThat(config.string(CommonKeys.OIDC_ISSUER)).isEqualTo("https://id.example/realms/weir");
    }

    @Test
    void tellsEveryProblemAtOnceAndNoSecret() {
        // Given
        ConfigDef definition = CommonKeys.internalSecret(definition());
        Map<String, String> values = Map.of(
                "oidc.isuer", "https://issuer.example",
                "http.port", "ninety",
                "oidc.algorithms", "RS256,HS256",
                "oidc.audiences", "${env:ABSENT}",
                "internal.secret", "hunter2");

        // When
        ConfigProblems problems = problems(definition, values);

        // Then
        assertThat(problems.problems())
                .anySatisfy(line -> assertThat(line).startsWith("oidc.isuer: unknown key (did you mean oidc.issuer?)"))
                .anySatisfy(line -> assertThat(line).startsWith("oidc.issuer: ").contains("Missing"))
                .anySatisfy(line -> assertThat(line).startsWith("http.port: ").contains("ninety"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("oidc.algorithms: ").contains("HS256"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("oidc.audiences: ").contains("ABSENT"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("internal.secret: ").contains("16"));
        assertThat(problems).hasMessageNotContaining("hunter2");
    }

    @Test
    void pointsToTheLineOfBadYamlWithoutQuotingIt() throws IOException {
        // Given
        String[] arguments = file("weir.yaml", "oidc:\n  issuer: https://issuer.example\ninternal.secret: \"hunter2\n");

        // When
        ConfigProblems problems =
                catchThrowableOfType(ConfigProblems.class, () -> ServiceConfig.load(definition(), arguments, Map.of()));

        // Then
        assertThat(problems).hasMessageContaining("not valid YAML, line").hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesDuplicateKeysMissingFilesAndOtherArguments() throws IOException {
        // Given
        List<String[]> bad = List.of(
                file("twice.yaml", "http.port: 1\nhttp.port: 2\n"),
                new String[] {"--config", directory.resolve("absent.yaml").toString()},
                new String[] {"--port", "1"});

        // When // Then
        assertThat(bad)
                .allSatisfy(arguments -> assertThat(catchThrowableOfType(
                                ConfigProblems.class, () -> ServiceConfig.load(definition(), arguments, Map.of())))
                        .isNotNull());
    }

    @Test
    void ignoresVariablesThatAnOrchestratorSetsForServicesNamedWeir() {
        // Given
        Map<String, String> environment = Map.of(
                "WEIR_SERVICE_HOST", "10.0.0.1",
                "WEIR_OIDC_ISSUER", "https://issuer.example",
                "WEIR_OIDC_AUDIENCES", "weir");

        // When
        ServiceConfig config = ServiceConfig.load(definition(), NO_ARGUMENTS, environment);

        // Then
        assertThat(config.integer(CommonKeys.HTTP_PORT)).isEqualTo(8080);
    }

    @Test
    void doesNotPrintValues() {
        // Given
        ConfigDef definition = CommonKeys.internalSecret(new ConfigDef());

        // When
        ServiceConfig config = ServiceConfig.of(definition, Map.of("internal.secret", "a-secret-of-16-characters"));

        // Then
        assertThat(config).asString().doesNotContain("a-secret");
    }

    private static ConfigProblems problems(ConfigDef definition, Map<String, String> values) {
        return catchThrowableOfType(ConfigProblems.class, () -> ServiceConfig.of(definition, values, Map.of()));
    }

    private static ConfigDef definition() {
        return CommonKeys.http(CommonKeys.oidc(new ConfigDef()), 8080);
    }

    private String[] file(String name, String text) throws IOException {
        return new String[] {
            "--config", Files.writeString(directory.resolve(name), text).toString()
        };
    }
}
