/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.service.config.CommonKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ServiceMainTest {

    private final ConfigDef definition = CommonKeys.http(CommonKeys.oidc(new ConfigDef()), 8080);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsEveryProblemOfTheConfigurationAndSaysThatItIsNoUseToTryAgain() {
        // Given
        ServiceMain main = new ServiceMain("approval-service", definition, config -> () -> {});

        // When
        int code = run(main, Map.of("WEIR_HTTP_PORT", "-1"));

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("approval-service", "http.port", "oidc.issuer", "oidc.audiences");
    }

    @Test
    void tellsThatTheStartFailed() {
        // Given
        ServiceMain main = new ServiceMain("approval-service", definition, config -> {
            throw new IllegalStateException("no broker");
        });

        // When
        int code = run(main, Map.of("WEIR_OIDC_ISSUER", "https://issuer.example", "WEIR_OIDC_AUDIENCES", "weir"));

        // Then
        assertThat(code).isEqualTo(1);
    }

    @Test
    void explainsItsKeys() {
        // Given
        ServiceMain main = new ServiceMain("approval-service", definition, config -> () -> {});

        // When
        int code = run(main, Map.of(), "--help");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("oidc.issuer", "WEIR_OIDC_ISSUER");
    }

    private int run(ServiceMain main, Map<String, String> environment, String... arguments) {
        return main.run(
                arguments,
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
