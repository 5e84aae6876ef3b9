/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.ingress.IngressConfig;
import io.weir.service.config.ConfigProblems;
import io.weir.service.config.ServiceConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserSettingsTest {

    @TempDir
    private Path directory;

    @Test
    void readsTheFileAndLetsTheEnvironmentTakePrecedence() throws IOException {
        // Given
        Path file = write("hold:\n  budget.ms: 1000\njson:\n  max.depth: 20\n");

        // When
        UserSettings settings = read(file, Map.of("WEIR_HOLD_BUDGET_MS", "2000", "OTHER", "x"));

        // Then
        assertThat(settings.values()).isEqualTo(Map.of("hold.budget.ms", "2000", "json.max.depth", "20"));
    }

    @Test
    void namesEveryKeyThatBelongsToNoServiceOrToTheInstance() throws IOException {
        // Given
        Path file = write("hold.budgt.ms: 1\nkafka.bootstrap.servers: elsewhere:9092\nkafka.linger.ms: 1\n");

        // When, Then
        assertThatThrownBy(() -> read(file, Map.of()))
                .isInstanceOfSatisfying(
                        ConfigProblems.class,
                        e -> assertThat(e.problems())
                                .hasSize(2)
                                .anySatisfy(problem -> assertThat(problem).startsWith("hold.budgt.ms: unknown key"))
                                .anySatisfy(problem ->
                                        assertThat(problem).startsWith("kafka.bootstrap.servers: set by weir up")));
    }

    @Test
    void givesAServiceWhatIsItsOwnOverTheDefaults() {
        // Given
        UserSettings settings = new UserSettings(Map.of("hold.budget.ms", "2000", "ledger.threads", "2"));

        // When
        ServiceConfig ingress = settings.forService(IngressConfig.definition(), defaults());

        // Then
        assertThat(ingress.longValue("hold.budget.ms")).isEqualTo(2000);
        assertThat(ingress.list("schema.registry.url")).containsExactly("http://127.0.0.1:8080/registry");
        assertThat(ingress.string("oidc.jwks.uri")).isEqualTo("http://127.0.0.1:8080/dev-issuer/jwks");
    }

    @Test
    void doesNotLookForTheKeysOfAnotherIssuerAtItsOwn() {
        // Given
        UserSettings settings = new UserSettings(Map.of("oidc.issuer", "https://issuer.example/realms/a"));

        // When
        ServiceConfig ingress = settings.forService(IngressConfig.definition(), defaults());

        // Then
        assertThat(ingress.optionalString("oidc.jwks.uri")).isEmpty();
    }

    @Test
    void takesThePortFromTheCommandLineThenTheFileThenTheDefault() {
        UserSettings configured = new UserSettings(Map.of("http.port", "9090"));
        assertThat(configured.port(7070, 8080)).isEqualTo(7070);
        assertThat(configured.port(null, 8080)).isEqualTo(9090);
        assertThat(UserSettings.none().port(null, 8080)).isEqualTo(8080);
        assertThatThrownBy(() -> new UserSettings(Map.of("http.port", "x")).port(null, 8080))
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("http.port");
    }

    private Map<String, String> defaults() {
        URI uri = URI.create("http://127.0.0.1:8080");
        return new ServiceDefaults(directory, uri, "127.0.0.1:9092", "http://127.0.0.1:8080/dev-issuer")
                .of("ingress", 0);
    }

    private static UserSettings read(Path file, Map<String, String> environment) {
        return UserSettings.read(Optional.of(file), environment, ServiceDefinitions.all());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("settings.yaml"), content);
    }
}
