/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import io.weir.events.JournalEntry;
import io.weir.serde.WeirSerdes;
import io.weir.standalone.Standalone;
import io.weir.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the whole journal as any consumer of committed records would. */
public final class Journal {
    private static final String LEDGER_GROUP = "weir-ledger";
    private static final Duration CATCH_UP_WITHIN = Duration.ofMinutes(2);

    private Journal() {}

    /**
     * Waits until the ledger has taken every verdict, then reads.
     *
     * @throws IOException when the ledger does not catch up within two minutes
     */
    public static void read(Standalone weir, Consumer<JournalEntry> each) throws IOException {
        Map<String, Object> kafka = Map.of("bootstrap.servers", weir.bootstrapServers());
        awaitLedger(kafka);
        WeirSerdes serdes = WeirSerdes.fromConfig(
                Map.of("schema.registry.url", weir.uri().resolve("/registry").toString()));
        try (KafkaConsumer<String, JournalEntry> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", weir.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                serdes.journalEntry().deserializer())) {
            readAll(consumer, each);
        }
    }

    private static void readAll(KafkaConsumer<String, JournalEntry> consumer, Consumer<JournalEntry> each) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.JOURNAL).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<String, JournalEntry> item : consumer.poll(Duration.ofSeconds(1))) {
                each.accept(item.value());
            }
        }
    }

    private static void awaitLedger(Map<String, Object> kafka) throws IOException {
        long deadline = System.nanoTime() + CATCH_UP_WITHIN.toNanos();
        try (Admin admin = Admin.create(kafka)) {
            while (lag(admin) > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("The ledger did not catch up within " + CATCH_UP_WITHIN);
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the ledger catches up", e);
        } catch (ExecutionException e) {
            throw new IOException("The broker does not tell how far the ledger is", e);
        }
    }

    private static long lag(Admin admin) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(LEDGER_GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = committed.isEmpty() ? 1 : 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> each : committed.entrySet()) {
            long end = admin.listOffsets(Map.of(each.getKey(), OffsetSpec.latest()))
                    .partitionResult(each.getKey())
                    .get()
                    .offset();
            lag += end - each.getValue().offset();
        }
        return lag;
    }
}
