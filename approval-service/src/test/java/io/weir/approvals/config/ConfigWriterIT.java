/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.ConfigEntry;
import io.weir.model.Principal;
import io.weir.policy.resource.Resources;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.configlog.ConfigLog;
import io.weir.service.http.ProblemException;
import io.weir.topics.TopicAdmin;
import io.weir.topics.TopicCatalogue;
import io.weir.topics.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
class ConfigWriterIT {

    private static final Principal ADMIN =
            new Principal("admin", "admin", List.of("weir-admins"), "", "https://issuer.example", Optional.empty());
    private static final String POLICY =
            "policy: {name: starter, default: allow, rules: [{name: r%d, when: 'true', block: {message: No.}}]}";
    private static final int WRITES = 4;

    @BrokerCluster
    KafkaCluster cluster;

    @TempDir
    Path directory;

    private WeirSerdes serdes;

    @BeforeEach
    void makeTopics() {
        serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"))).warmUp();
        try (Admin admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            TopicAdmin.ensure(admin, TopicCatalogue.of(TopicSettings.defaults().singleBroker()));
        }
    }

    @Test
    void neverMakesTheSameVersionTwiceHoweverManyInstancesWrite() {
        // Given
        Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
        List<Integer> refused = new ArrayList<>();
        ExecutorService instances = Executors.newFixedThreadPool(2);

        // When
        List<CompletableFuture<Void>> running = IntStream.range(0, 2)
                .mapToObj(instance ->
                        CompletableFuture.runAsync(() -> instance(instance, acknowledged, refused), instances))
                .toList();
        running.forEach(CompletableFuture::join);
        instances.shutdown();

        // Then
        assertThat(acknowledged).isNotEmpty();
        assertThat(acknowledged.size() + refused.size()).isEqualTo(2 * WRITES);
        long unknown = refused.stream().filter(status -> status == 503).count();
        try (ConfigLog log = ConfigLog.open(cluster.getKafkaClientConfiguration(), serdes)) {
            log.awaitLoaded(Duration.ofSeconds(30));
            List<ConfigEntry> versions = log.snapshot().policies();
            acknowledged.forEach((version, source) -> assertThat(log.snapshot().policy("starter", version))
                    .hasValueSatisfying(entry -> assertThat(entry.getSource()).isEqualTo(source)));
            assertThat(versions)
                    .extracting(ConfigEntry::getVersion)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, versions.size()).boxed().toList());
            assertThat((long) versions.size()).isBetween((long) acknowledged.size(), acknowledged.size() + unknown);
            assertThat(log.snapshot().activePointer())
                    .hasValueSatisfying(
                            pointer -> assertThat(pointer.getVersion()).isEqualTo(versions.size()));
        }
    }

    private void instance(int instance, Map<Integer, String> acknowledged, List<Integer> refused) {
        Map<String, Object> kafka = cluster.getKafkaClientConfiguration();
        try (ConfigLog log = ConfigLog.open(kafka, serdes);
                ConfigWriter writer = new ConfigWriter(kafka, 1 << 20, serdes, log)) {
            for (int write = 0; write < WRITES; write++) {
                String yaml = POLICY.formatted(10 * instance + write);
                List<Change> changes = new ArrayList<>();
                try {
                    writer.write(now -> {
                        changes.addAll(ConfigPlan.of(now, Resources.parse(yaml).resources()));
                        return ConfigEntries.of(changes, ADMIN, Instant.EPOCH);
                    });
                    String other = acknowledged.put(
                            changes.get(0).version(), changes.get(0).source());
                    assertThat(other).isNull();
                } catch (ProblemException e) {
                    synchronized (refused) {
                        refused.add(e.problem().status());
                    }
                }
            }
        }
    }
}
