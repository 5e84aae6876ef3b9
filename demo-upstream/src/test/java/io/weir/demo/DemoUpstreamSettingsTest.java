/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoUpstreamSettingsTest {

    @Test
    void listensOnLoopbackWithoutATokenByDefault() {
        assertThat(DemoUpstreamSettings.from(Map.of())).isEqualTo(DemoUpstreamSettings.onLoopback(9000));
    }

    @Test
    void readsEveryVariableAndKeepsTheTokenOutOfItsText() {
        // When
        DemoUpstreamSettings settings = DemoUpstreamSettings.from(Map.of(
                "DEMO_UPSTREAM_HOST", "0.0.0.0", "DEMO_UPSTREAM_PORT", "9100", "DEMO_UPSTREAM_TOKEN", "a-token"));
        // Then
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(9100);
        assertThat(settings.token()).hasValue("a-token");
        assertThat(settings.toString()).doesNotContain("a-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", ""})
    void refusesWhatIsNoPort(String port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoUpstreamSettings.from(Map.of("DEMO_UPSTREAM_PORT", port)))
                .withMessageContaining("DEMO_UPSTREAM_PORT");
    }
}
