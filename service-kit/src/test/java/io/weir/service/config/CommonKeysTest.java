/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.service.http.HttpSettings;
import io.weir.service.identity.OidcSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class CommonKeysTest {

    @Test
    void listensOnLoopbackByDefault() {
        // Given
        ServiceConfig config = ServiceConfig.of(CommonKeys.http(new ConfigDef(), 8081), Map.of());

        // When
        HttpSettings settings = HttpSettings.from(config);

        // Then
        assertThat(settings).isEqualTo(new HttpSettings("127.0.0.1", 8081, Duration.ofSeconds(10)));
        assertThat(config.optionalString(CommonKeys.HTTP_PUBLIC_URL)).isEmpty();
        assertThat(config.list(CommonKeys.HTTP_ALLOWED_HOSTS)).isEmpty();
    }

    @Test
    void hasTheSameOidcDefaultsInCodeAndConfiguration() {
        // Given
        Map<String, String> required = Map.of("oidc.issuer", "https://issuer.example", "oidc.audiences", "weir");

        // When
        OidcSettings configured = OidcSettings.from(ServiceConfig.of(CommonKeys.oidc(new ConfigDef()), required));

        // Then
        assertThat(configured).isEqualTo(OidcSettings.of("https://issuer.example", "weir"));
    }

    @Test
    void asksForAnAudienceOnceAndTakesNoEmptyOne() {
        // Given
        Map<String, String> none = Map.of("oidc.issuer", "https://issuer.example");
        Map<String, String> empty = Map.of("oidc.issuer", "https://issuer.example", "oidc.audiences", "");

        // When // Then
        for (Map<String, String> values : List.of(none, empty)) {
            ConfigProblems problems = catchThrowableOfType(
                    ConfigProblems.class, () -> ServiceConfig.of(CommonKeys.oidc(new ConfigDef()), values));
            assertThat(problems.problems()).singleElement().asString().startsWith("oidc.audiences: ");
        }
    }

    @Test
    void readsEveryOidcKey() {
        // Given
        Map<String, String> values = Map.of(
                "oidc.issuer", "https://issuer.example",
                "oidc.audiences", "a,b",
                "oidc.jwks.uri", "https://issuer.example/keys",
                "oidc.algorithms", "ES256",
                "oidc.clock.skew.ms", "1",
                "oidc.groups.claim", "roles",
                "oidc.jwks.refresh.ms", "2",
                "oidc.jwks.retry.ms", "3",
                "oidc.jwks.outage.ms", "4");

        // When
        OidcSettings settings = OidcSettings.from(ServiceConfig.of(CommonKeys.oidc(new ConfigDef()), values));

        // Then
        assertThat(settings.audiences()).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.jwksUri()).hasValueSatisfying(uri -> assertThat(uri).hasPath("/keys"));
        assertThat(settings.algorithms()).hasToString("[ES256]");
        assertThat(settings.skew()).isEqualTo(Duration.ofMillis(1));
        assertThat(settings.groupsClaim()).isEqualTo("roles");
        assertThat(settings.refreshAfter()).isEqualTo(Duration.ofMillis(2));
        assertThat(settings.retryAfter()).isEqualTo(Duration.ofMillis(3));
        assertThat(settings.outage()).isEqualTo(Duration.ofMillis(4));
    }
}
