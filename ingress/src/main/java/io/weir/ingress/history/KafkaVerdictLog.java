/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.history;

import io.weir.events.Verdict;
import io.weir.ingress.exchange.VerdictLog;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.Clients;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads mailboxes again, each read on one of a few threads with a consumer of its own. */
public final class KafkaVerdictLog implements VerdictLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaVerdictLog.class);
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long MAX_READ_NANOS = Duration.ofSeconds(20).toNanos();

    private final Map<String, ?> kafka;
    private final Deserializer<Verdict> verdicts;
    private final Queue<KafkaConsumer<String, byte[]>> idle = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;
    private volatile boolean closed;

    /** Connects to nothing before something is to be read. */
    public KafkaVerdictLog(Map<String, ?> kafka, WeirSerdes serdes) {
        this.kafka = Map.copyOf(kafka);
        this.verdicts = serdes.verdict().deserializer();
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "weir-history-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    @Override
    public void read(int mailbox, long from, String sessionId, Reader reader) {
        try {
            threads.execute(() -> readNow(mailbox, from, sessionId, reader));
        } catch (RejectedExecutionException e) {
            reader.failed();
        }
    }

    private void readNow(int mailbox, long from, String sessionId, Reader reader) {
        KafkaConsumer<String, byte[]> consumer = idle.poll();
        try {
            if (consumer == null) {
                consumer = Clients.tailConsumer(kafka);
            }
            long next = readWith(consumer, new TopicPartition(Topics.VERDICTS, mailbox), from, sessionId, reader);
            if (next >= 0) {
                reader.end(next);
            }
            giveBack(consumer);
        } catch (KafkaException | IllegalStateException e) {
            LOG.atWarn()
                    .addKeyValue("mailbox", mailbox)
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("Verdicts of the past cannot be read");
            close(consumer);
            reader.failed();
        }
    }

    /** The first offset that was not looked at; negative if the reader wanted no more. */
    private long readWith(
            KafkaConsumer<String, byte[]> consumer,
            TopicPartition mailbox,
            long from,
            String sessionId,
            Reader reader) {
        consumer.assign(List.of(mailbox));
        long end = consumer.endOffsets(List.of(mailbox)).get(mailbox);
        long position =
                Math.max(from, consumer.beginningOffsets(List.of(mailbox)).get(mailbox));
        if (position >= end) {
            return Math.max(from, end);
        }
        consumer.seek(mailbox, position);
        long deadline = System.nanoTime() + MAX_READ_NANOS;
        while (consumer.position(mailbox) < end) {
            if (closed || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("It takes too long");
            }
            for (ConsumerRecord<String, byte[]> item : consumer.poll(POLL)) {
                boolean wanted = sessionId.equals(item.key());
                if (wanted
                        && !reader.take(
                                verdicts.deserialize(item.topic(), item.headers(), item.value()), item.offset())) {
                    return -1;
                }
            }
        }
        return consumer.position(mailbox);
    }

    private void giveBack(KafkaConsumer<String, byte[]> consumer) {
        consumer.unsubscribe();
        if (closed || idle.size() >= THREADS) {
            close(consumer);
        } else {
            idle.add(consumer);
        }
    }

    private static void close(KafkaConsumer<String, byte[]> consumer) {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /** Stops; what is being read is broken off. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.atWarn().log("Verdicts of the past were still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        idle.forEach(KafkaVerdictLog::close);
        idle.clear();
    }
}
