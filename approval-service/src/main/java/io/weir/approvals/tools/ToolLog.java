/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.tools;

import io.weir.events.ToolRecord;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.Clients;
import io.weir.service.kafka.PollLoop;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools as {@code weir.tools} has them: read from the beginning, and followed. Thread-safe. */
public final class ToolLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolLog.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.TOOLS, 0);

    private final KafkaConsumer<String, byte[]> consumer;
    private final WeirSerdes serdes;
    private final long loadedAt;
    private final Map<String, ToolRecord> tools = new ConcurrentSkipListMap<>();
    private final Map<String, CompletableFuture<Void>> waiters = new ConcurrentHashMap<>();
    private final PollLoop loop;
    private volatile boolean loaded;

    private ToolLog(KafkaConsumer<String, byte[]> consumer, WeirSerdes serdes, long loadedAt) {
        this.consumer = consumer;
        this.serdes = serdes;
        this.loadedAt = loadedAt;
        this.loaded = loadedAt == 0;
        this.loop = new PollLoop("tool-log", consumer, this::apply);
    }

    /**
     * Begins to read; {@link #whyNotReady} tells when what is there now has been read.
     *
     * @throws IllegalStateException if the topic does not appear in time
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be used
     */
    public static ToolLog open(Map<String, ?> kafka, WeirSerdes serdes) {
        KafkaConsumer<String, byte[]> consumer = Clients.tailConsumer(kafka);
        try {
            Clients.awaitPartitions(consumer, Topics.TOOLS);
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            ToolLog log = new ToolLog(
                    consumer, serdes, consumer.endOffsets(List.of(PARTITION)).get(PARTITION));
            log.loop.start();
            return log;
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    /** All tools, by connection and name. */
    List<ToolRecord> all() {
        return List.copyOf(tools.values());
    }

    Optional<ToolRecord> find(String connection, String tool) {
        return Optional.ofNullable(tools.get(key(connection, tool)));
    }

    /**
     * Completes when what an event made of a tool has been read. To be asked before the event is written.
     *
     * @param timeout after which it completes in any case
     */
    CompletionStage<Void> awaitEvent(String eventId, Duration timeout) {
        return waiters.computeIfAbsent(eventId, absent -> new CompletableFuture<>())
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> waiters.remove(eventId));
    }

    /** Why the tools may be out of date, if so; for {@link io.weir.service.http.Readiness}. */
    public Optional<String> whyNotReady() {
        return loaded ? loop.whyNotReady() : Optional.of("the tools are being read");
    }

    @Override
    public void close() {
        loop.close();
    }

    private void apply(ConsumerRecords<String, byte[]> records) {
        records.forEach(this::apply);
        loaded = loaded || consumer.position(PARTITION) >= loadedAt;
    }

    private void apply(ConsumerRecord<String, byte[]> item) {
        if (item.value() == null) {
            tools.remove(item.key());
            return;
        }
        try {
            ToolRecord tool =
                    serdes.toolRecord().deserializer().deserialize(item.topic(), item.headers(), item.value());
            tools.put(key(tool.getConnection(), tool.getTool()), tool);
            Optional.ofNullable(waiters.get(tool.getEventId())).ifPresent(waiter -> waiter.complete(null));
        } catch (SerializationException e) {
            LOG.atError().addKeyValue("key", item.key()).setCause(e).log("Cannot read the record of a tool");
        }
    }

    private static String key(String connection, String tool) {
        return connection + '/' + tool;
    }
}
