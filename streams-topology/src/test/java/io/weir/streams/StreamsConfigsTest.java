/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.service.config.ServiceConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;

/** The settings that a guarantee or the latency hangs on. */
class StreamsConfigsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "kafka.bootstrap.servers", "localhost:9092",
            "schema.registry.url", "http://localhost:8081",
            "internal.secret", "a-secret-of-some-length");

    private static ServiceConfig config(Map<String, String> more) {
        Map<String, String> values = new TreeMap<>(REQUIRED);
        values.putAll(more);
        return ServiceConfig.of(StreamsKeys.configDef(), values);
    }

    private static StreamsInstance instance(Map<String, String> more) {
        return StreamsInstance.from(config(more), "streams", "weir-enforcement", (short) 3, 5 << 20);
    }

    @Test
    void enforcementLingersForNothingAndCachesLittle() {
        // When
        Properties settings = StreamsConfigs.enforcement(instance(Map.of()), 2, 5000);

        // Then
        assertThat(settings)
                .containsEntry("processing.guarantee", "at_least_once")
                .containsEntry("producer.linger.ms", 0)
                .containsEntry("producer.acks", "all")
                .containsEntry("default.client.supplier", GatheringClients.class)
                .containsEntry("statestore.cache.max.bytes", 512 << 10)
                .containsEntry("max.task.idle.ms", -1L)
                .containsEntry("num.stream.threads", 2)
                .containsEntry("commit.interval.ms", 5000L);
    }

    @Test
    void theLedgerIsExactlyOnce() {
        // Then
        assertThat(StreamsConfigs.exactlyOnce(instance(Map.of()), 1, 200))
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }

    @Test
    void aReadModelReadsOnlyWhatIsCommitted() {
        // Then
        assertThat(StreamsConfigs.readModel(instance(Map.of()), 1, 1000))
                .containsEntry("consumer.isolation.level", "read_committed");
    }

    @Test
    void whatIsWrittenHasOneLimit() {
        // When
        Properties settings = StreamsConfigs.enforcement(instance(Map.of()), 1, 5000);

        // Then
        assertThat(settings)
                .containsEntry("producer.max.request.size", 5 << 20)
                .containsEntry("topic.max.message.bytes", 5 << 20);
    }

    @Test
    void allSettingsAreSuchAsStreamsTakes() {
        // Then
        for (Properties settings : List.of(
                StreamsConfigs.enforcement(instance(Map.of()), 1, 5000),
                StreamsConfigs.exactlyOnce(instance(Map.of()), 1, 200),
                StreamsConfigs.readModel(instance(Map.of()), 1, 1000))) {
            assertThat(new StreamsConfig(settings).getString("application.id")).isEqualTo("weir-enforcement");
        }
    }

    @Test
    void anInstanceKeepsItsNameOverRestarts() {
        // Given: a name that Kafka does not allow in a group
        StreamsInstance instance = instance(Map.of("instance.id", "streams@host/1"));

        // Then
        assertThat(StreamsConfigs.enforcement(instance, 1, 5000))
                .containsEntry("main.consumer.group.instance.id", "streams-host-1");
    }

    @Test
    void instancesAreReachedWhereTheConfigurationSays() {
        // Then
        assertThat(instance(Map.of()).self()).isEmpty();
        assertThat(instance(Map.of("application.server", "streams-1:8083")).self())
                .isEqualTo(Optional.of(new HostInfo("streams-1", 8083)));
    }

    @Test
    void defaultsAreAsDocumented() {
        // When
        ServiceConfig config = config(Map.of());

        // Then
        assertThat(Path.of(config.string(StreamsKeys.STATE_DIR))).isEqualTo(Path.of("state"));
        assertThat(config.integer(StreamsKeys.STANDBY_REPLICAS)).isEqualTo(1);
        assertThat(config.list(StreamsKeys.ADMIN_GROUPS)).containsExactly("weir-admins");
        assertThat(config.integer(StreamsKeys.ENFORCEMENT_THREADS)).isEqualTo(1);
        assertThat(config.millis(StreamsKeys.ENFORCEMENT_COMMIT_MS)).hasSeconds(5);
        assertThat(config.millis(StreamsKeys.DECISION_RETENTION_MS)).hasMinutes(5);
        assertThat(config.millis(StreamsKeys.KEEP_ENDED_MS)).hasHours(24);
        assertThat(config.integer(StreamsKeys.LEDGER_THREADS)).isEqualTo(1);
        assertThat(config.millis(StreamsKeys.LEDGER_COMMIT_MS)).hasMillis(200);
        assertThat(config.millis(StreamsKeys.LEDGER_DEDUPE_MS)).hasHours(1);
    }
}
