/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.Intake;
import io.weir.events.JournalEntry;
import io.weir.events.Verdict;
import io.weir.service.mailbox.EventProducer;
import io.weir.streams.enforcement.Messages;
import io.weir.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both applications are killed amid their work, and go on where they were. */
@ExtendWith(KafkaClusterExtension.class)
class KillAndRestartIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillAndRestartIT.class);
    private static final int KILLS = 3;
    private static final int MESSAGES_BETWEEN = 600;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final List<Messages> clients = IntStream.range(0, 20)
            .mapToObj(i -> Messages.now(Messages.person("user-" + i, "analysts")))
            .toList();
    private final List<String> sent = new ArrayList<>();

    @Test
    void everyVerdictIsRecordedOnceAndNumberedWithoutGaps(@BrokerCluster KafkaCluster kafka) {
        try (TestCluster cluster = new TestCluster(kafka, directory);
                StreamsProcess streams =
                        new StreamsProcess(directory, cluster.settings(directory.resolve("state"), "streams-0"))) {
            // Given
            streams.start();
            EventProducer producer = cluster.producer();
            cluster.applyResources(producer);

            // When
            for (int i = 0; i < KILLS; i++) {
                sendMessages(producer);
                awaitVerdictOfLast(cluster, streams);
                sendMessages(producer);
                streams.kill();
                long killedAt = System.nanoTime();
                streams.start();
                awaitVerdictOfLast(cluster, streams);
                LOG.atWarn()
                        .addKeyValue(
                                "ms",
                                Duration.ofNanos(System.nanoTime() - killedAt).toMillis())
                        .log("decided on everything again after kill -9");
            }
            awaitJournal(cluster, streams);

            // Then
            assertThatVerdictsAgree(cluster);
            assertThatJournalIsComplete(cluster);
            producer.close();
        }
    }

    private void sendMessages(EventProducer producer) {
        List<Intake> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES_BETWEEN; i++) {
            messages.add(clients.get(i % clients.size()).call("list_customers", "{\"n\":" + i + "}"));
        }
        messages.stream()
                .map(producer::intake)
                .toList()
                .forEach(write -> write.toCompletableFuture().join());
        messages.forEach(message -> sent.add(message.getMessageId()));
    }

    private void awaitVerdictOfLast(TestCluster cluster, StreamsProcess streams) {
        await().atMost(BACK_WITHIN).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            assertThat(streams.isAlive()).as(streams::logTail).isTrue();
            assertThat(verdicts(cluster).keySet()).as(streams::logTail).containsAll(sent);
        });
    }

    private void awaitJournal(TestCluster cluster, StreamsProcess streams) {
        await().atMost(BACK_WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(journal(cluster).stream()
                                .map(r -> r.value().getEventId())
                                .collect(Collectors.toSet()))
                        .as(streams::logTail)
                        .containsAll(sent));
    }

    private Map<String, List<Verdict>> verdicts(TestCluster cluster) {
        return cluster.readAll(Topics.VERDICTS, cluster.serdes.verdict().deserializer()).stream()
                .map(ConsumerRecord::value)
                .collect(Collectors.groupingBy(Verdict::getMessageId));
    }

    private List<ConsumerRecord<String, JournalEntry>> journal(TestCluster cluster) {
        return cluster.readAll(Topics.JOURNAL, cluster.serdes.journalEntry().deserializer());
    }

    /** Enforcement may repeat itself after a crash, but never says anything else. */
    private void assertThatVerdictsAgree(TestCluster cluster) {
        Map<String, List<Verdict>> verdicts = verdicts(cluster);
        assertThat(verdicts.keySet()).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(verdicts.values())
                .extracting(same ->
                        same.stream().map(Verdict::getOutcome).distinct().count())
                .containsOnly(1L);
    }

    private void assertThatJournalIsComplete(TestCluster cluster) {
        List<ConsumerRecord<String, JournalEntry>> journal = journal(cluster);
        Set<String> ids = journal.stream().map(r -> r.value().getEventId()).collect(Collectors.toSet());
        assertThat(journal).hasSize(sent.size());
        assertThat(ids).containsExactlyInAnyOrderElementsOf(sent);
        Map<String, Long> last = new HashMap<>();
        journal.forEach(entry -> {
            long expected = last.merge(entry.value().getSessionId(), 1L, Long::sum);
            assertThat(entry.value().getSequence()).as(entry.key()).isEqualTo(expected);
        });
    }
}
