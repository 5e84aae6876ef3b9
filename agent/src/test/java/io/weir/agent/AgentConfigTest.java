/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.service.config.ConfigProblems;
import io.weir.service.config.ServiceConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentConfigTest {

    private static AgentConfig of(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(
                Map.of("kafka.bootstrap.servers", "localhost:1", "schema.registry.url", "http://localhost:1"));
        all.putAll(values);
        return new AgentConfig(ServiceConfig.of(AgentConfig.definition(), all));
    }

    @Test
    void hasDefaults() {
        // When
        AgentConfig config = of(Map.of("agent.name", "desk"));

        // Then
        assertThat(config.name()).isEqualTo("desk");
        assertThat(config.maxSessions()).isEqualTo(64);
        assertThat(config.messageMaxBytes()).isEqualTo(1 << 20);
        assertThat(config.programs().allows("anything")).isTrue();
        assertThat(config.http()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        // When
        AgentConfig config = of(Map.of(
                "agent.name", "desk",
                "agent.max.sessions", "3",
                "agent.programs", "npx,/opt/server",
                "http.port", "8090"));

        // Then
        assertThat(config.maxSessions()).isEqualTo(3);
        assertThat(config.programs().allows("npx")).isTrue();
        assertThat(config.programs().allows("/opt/other")).isFalse();
        assertThat(config.http()).hasValueSatisfying(http -> {
            assertThat(http.port()).isEqualTo(8090);
            assertThat(http.host()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void handsKafkasOwnSettingsOn() {
        // When
        ServiceConfig config = ServiceConfig.of(
                AgentConfig.definition(),
                Map.of(
                        "agent.name", "desk",
                        "kafka.bootstrap.servers", "localhost:1",
                        "kafka.security.protocol", "SASL_SSL",
                        "kafka.sasl.mechanism", "SCRAM-SHA-512",
                        "schema.registry.url", "http://localhost:1"));

        // Then
        assertThat(config.kafka())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }

    @Test
    void refusesAWrongName() {
        assertThatThrownBy(() -> of(Map.of("agent.name", "Desk 7")))
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("agent.name");
        assertThatThrownBy(() -> of(Map.of()))
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("agent.name");
    }
}
