/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.configlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.events.PrincipalRecord;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.TestCluster;
import io.weir.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
class ConfigLogIT {

    private static final Duration LOADING = Duration.ofSeconds(30);

    @BrokerCluster
    KafkaCluster cluster;

    @TempDir
    Path directory;

    private WeirSerdes serdes;

    @BeforeEach
    void prepare() {
        serdes = TestCluster.serdes(directory);
        TestCluster.makeTopics(cluster);
    }

    @Test
    void isLoadedAtOnceWhenNothingIsConfigured() {
        // Given // When
        try (ConfigLog log = ConfigLog.open(cluster.getKafkaClientConfiguration(), serdes)) {
            log.awaitLoaded(LOADING);

            // Then
            assertThat(log.snapshot().connections()).isEmpty();
            assertThat(log.snapshot().activePolicy()).isEmpty();
            await().until(() -> log.whyNotReady().isEmpty());
        }
    }

    @Test
    void readsWhatIsThereAndFollowsWhatChanges() throws Exception {
        // Given
        try (KafkaProducer<String, byte[]> producer = TestCluster.producer(cluster, "")) {
            write(producer, ConfigKeys.connection("customers"), entry(ConfigKind.CONNECTION, "customers", 0, "old"));
            write(producer, ConfigKeys.connection("customers"), entry(ConfigKind.CONNECTION, "customers", 0, "new"));
            write(producer, ConfigKeys.policy("starter", 1), entry(ConfigKind.POLICY, "starter", 1, "one"));
            write(producer, ConfigKeys.policy("starter", 2), entry(ConfigKind.POLICY, "starter", 2, "two"));
            write(producer, ConfigKeys.ACTIVE_POLICY, entry(ConfigKind.ACTIVE_POLICY, "starter", 1, ""));

            try (ConfigLog log = ConfigLog.open(cluster.getKafkaClientConfiguration(), serdes)) {
                log.awaitLoaded(LOADING);
                List<ConfigSnapshot> heard = new CopyOnWriteArrayList<>();
                log.listen(heard::add);

                // Then
                ConfigSnapshot loaded = log.snapshot();
                assertThat(heard).containsExactly(loaded);
                assertThat(loaded.connection("customers"))
                        .hasValueSatisfying(is -> assertThat(is.getSource()).isEqualTo("new"));
                assertThat(loaded.latestVersion("starter")).hasValue(2);
                assertThat(loaded.latestVersion("other")).isEmpty();
                assertThat(loaded.activePolicy())
                        .hasValueSatisfying(is -> assertThat(is.getSource()).isEqualTo("one"));

                // When
                long last = write(producer, ConfigKeys.connection("customers"), null);
                ConfigSnapshot after =
                        log.awaitOffset(last + 1).toCompletableFuture().get(30, TimeUnit.SECONDS);

                // Then
                assertThat(after.connections()).isEmpty();
                assertThat(heard).last().isEqualTo(after);
            }
        }
    }

    @Test
    void treatsWhatItCannotReadAsNotThere() throws Exception {
        // Given
        try (KafkaProducer<String, byte[]> producer = TestCluster.producer(cluster, "")) {
            write(producer, ConfigKeys.connection("customers"), entry(ConfigKind.CONNECTION, "customers", 0, "good"));
            send(producer, ConfigKeys.connection("customers"), new byte[] {9, 9});

            // When
            try (ConfigLog log = ConfigLog.open(cluster.getKafkaClientConfiguration(), serdes)) {
                log.awaitLoaded(LOADING);

                // Then
                assertThat(log.snapshot().connections()).isEmpty();
            }
        }
    }

    @Test
    void doesNotSeeATransactionThatWasAborted() throws Exception {
        // Given
        try (KafkaProducer<String, byte[]> writer = TestCluster.producer(cluster, "config-writer");
                ConfigLog log = ConfigLog.open(cluster.getKafkaClientConfiguration(), serdes)) {
            writer.initTransactions();

            // When
            writer.beginTransaction();
            write(writer, ConfigKeys.connection("aborted"), entry(ConfigKind.CONNECTION, "aborted", 0, ""));
            writer.abortTransaction();
            writer.beginTransaction();
            long last = write(writer, ConfigKeys.connection("kept"), entry(ConfigKind.CONNECTION, "kept", 0, ""));
            writer.commitTransaction();

            // Then
            ConfigSnapshot snapshot =
                    log.awaitOffset(last + 1).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(snapshot.connections()).extracting(ConfigEntry::getName).containsExactly("kept");
        }
    }

    @Test
    void aListenerThatThrowsDoesNotStopIt() throws Exception {
        // Given
        try (KafkaProducer<String, byte[]> producer = TestCluster.producer(cluster, "");
                ConfigLog log = ConfigLog.open(cluster.getKafkaClientConfiguration(), serdes)
                        .awaitLoaded(LOADING)) {
            CompletableFuture<String> heard = new CompletableFuture<>();
            log.listen(snapshot -> {
                if (!snapshot.connections().isEmpty()) {
                    throw new IllegalStateException("the listener's fault");
                }
            });
            log.listen(snapshot -> snapshot.connections().forEach(entry -> heard.complete(entry.getName())));

            // When
            write(producer, ConfigKeys.connection("customers"), entry(ConfigKind.CONNECTION, "customers", 0, ""));

            // Then
            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("customers");
        }
    }

    private long write(KafkaProducer<String, byte[]> producer, String key, ConfigEntry entry) throws Exception {
        return send(
                producer,
                key,
                entry == null ? null : serdes.configEntry().serializer().serialize(Topics.CONFIG, entry));
    }

    private static long send(KafkaProducer<String, byte[]> producer, String key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(Topics.CONFIG, key, value))
                .get(30, TimeUnit.SECONDS)
                .offset();
    }

    private static ConfigEntry entry(ConfigKind kind, String name, int version, String source) {
        return ConfigEntry.newBuilder()
                .setKind(kind)
                .setName(name)
                .setVersion(version)
                .setSource(source)
                .setAppliedBy(PrincipalRecord.newBuilder().setSubject("admin").build())
                .setAppliedAt(Instant.EPOCH)
                .build();
    }
}
