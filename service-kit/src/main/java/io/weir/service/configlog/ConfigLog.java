/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.configlog;

import io.weir.events.ConfigEntry;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.Clients;
import io.weir.service.kafka.PollLoop;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as {@code weir.config} has it: read from the beginning, and followed. It deals in entries; what a
 * source means is for the caller to parse. Only what is committed is seen, since an application of several entries is
 * one transaction.
 */
public final class ConfigLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigLog.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.CONFIG, 0);

    private final KafkaConsumer<String, byte[]> consumer;
    private final WeirSerdes serdes;
    private final long loadedAt;
    private final Map<String, ConfigEntry> entries = new HashMap<>();
    private final List<Consumer<ConfigSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<Long, CompletableFuture<ConfigSnapshot>> waiters =
            new ConcurrentSkipListMap<>();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final PollLoop loop;
    private volatile ConfigSnapshot snapshot = ConfigSnapshot.EMPTY;
    private volatile long position;

    private ConfigLog(KafkaConsumer<String, byte[]> consumer, WeirSerdes serdes, long loadedAt) {
        this.consumer = consumer;
        this.serdes = serdes;
        this.loadedAt = loadedAt;
        this.loop = new PollLoop("config-log", consumer, this::apply);
    }

    /**
     * Begins to read; {@link #awaitLoaded} tells when what is there now has been read.
     *
     * @throws IllegalStateException if the topic does not appear in time
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be used
     */
    public static ConfigLog open(Map<String, ?> kafka, WeirSerdes serdes) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        KafkaConsumer<String, byte[]> consumer = Clients.tailConsumer(settings);
        try {
            Clients.awaitPartitions(consumer, Topics.CONFIG);
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            ConfigLog log = new ConfigLog(consumer, serdes, end);
            log.position = consumer.position(PARTITION);
            log.completeIfLoaded();
            log.loop.start();
            return log;
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    /**
     * Blocks until what was there at the opening has been read.
     *
     * @throws IllegalStateException if that takes longer
     */
    public ConfigLog awaitLoaded(Duration timeout) {
        try {
            loaded.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the configuration was read", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The configuration was not read within " + timeout, e);
        }
    }

    /** What is configured now. */
    public ConfigSnapshot snapshot() {
        return snapshot;
    }

    /**
     * Calls the listener now, if the log is loaded, and after every change, one call at a time.
     *
     * @param listener must not block; called on the log's thread
     */
    public void listen(Consumer<ConfigSnapshot> listener) {
        synchronized (entries) {
            listeners.add(listener);
            if (loaded.isDone()) {
                listener.accept(snapshot);
            }
        }
    }

    /** Completes with a snapshot that has everything before the offset: so a writer sees what it wrote. */
    public CompletionStage<ConfigSnapshot> awaitOffset(long offset) {
        CompletableFuture<ConfigSnapshot> waiter = waiters.computeIfAbsent(offset, absent -> new CompletableFuture<>());
        completeWaiters();
        return waiter;
    }

    /** Why the configuration may be out of date, if so; for {@link io.weir.service.http.Readiness}. */
    public Optional<String> whyNotReady() {
        return loaded.isDone() ? loop.whyNotReady() : Optional.of("the configuration is being read");
    }

    @Override
    public void close() {
        loop.close();
    }

    private void apply(ConsumerRecords<String, byte[]> records) {
        synchronized (entries) {
            records.forEach(this::apply);
            if (!records.isEmpty()) {
                snapshot = new ConfigSnapshot(entries);
            }
            boolean wasLoaded = loaded.isDone();
            position = consumer.position(PARTITION);
            completeIfLoaded();
            if (loaded.isDone() && (!wasLoaded || !records.isEmpty())) {
                listeners.forEach(this::tell);
            }
        }
        completeWaiters();
    }

    private void apply(ConsumerRecord<String, byte[]> item) {
        if (item.value() == null) {
            entries.remove(item.key());
            return;
        }
        try {
            entries.put(
                    item.key(),
                    serdes.configEntry().deserializer().deserialize(item.topic(), item.headers(), item.value()));
        } catch (SerializationException e) {
            // Better no entry than an older one: what is missing blocks.
            entries.remove(item.key());
            LOG.atError().addKeyValue("key", item.key()).setCause(e).log("Cannot read an entry of the configuration");
        }
    }

    private void tell(Consumer<ConfigSnapshot> listener) {
        try {
            listener.accept(snapshot);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A listener failed on a change of the configuration");
        }
    }

    private void completeIfLoaded() {
        if (position >= loadedAt) {
            loaded.complete(null);
        }
    }

    private void completeWaiters() {
        while (!waiters.isEmpty() && waiters.firstKey() <= position) {
            var first = waiters.pollFirstEntry();
            if (first != null) {
                first.getValue().complete(snapshot);
            }
        }
    }
}
