/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hands records to a producer without linger: at once while few are unacknowledged, and in groups when many are, as
 * Nagle's algorithm does (RFC 896). A caller that is alone never waits; under load, fewer and larger requests carry the
 * same records. Records keep their order, whichever way they go. Thread-safe.
 */
final class AdaptiveLinger implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final ScheduledExecutorService timer;
    private final int few;
    private final long lingerMicros;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int unacknowledged;
    private boolean closed;

    private record Waiting(ProducerRecord<String, byte[]> event, CompletableFuture<Void> acknowledged) {}

    /**
     * @param producer not closed by this
     * @param timer ends with this
     * @param few how many unacknowledged records are too few to wait for others; at least 1
     * @param linger how long a record waits for others at most
     */
    AdaptiveLinger(Producer<String, byte[]> producer, ScheduledExecutorService timer, int few, Duration linger) {
        this.producer = producer;
        this.timer = timer;
        this.few = few;
        this.lingerMicros = TimeUnit.NANOSECONDS.toMicros(linger.toNanos());
    }

    /** Completes when the record is acknowledged, or exceptionally when it cannot be. */
    CompletionStage<Void> send(ProducerRecord<String, byte[]> event) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        synchronized (this) {
            if (closed || (unacknowledged < few && waiting.isEmpty())) {
                handOver(event, acknowledged);
            } else {
                waiting.add(new Waiting(event, acknowledged));
                if (waiting.size() == 1) {
                    Future<?> unused = timer.schedule(this::handOverWaiting, lingerMicros, TimeUnit.MICROSECONDS);
                }
            }
        }
        return acknowledged;
    }

    private synchronized void handOverWaiting() {
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            handOver(next.event(), next.acknowledged());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback says how it went.
    private void handOver(ProducerRecord<String, byte[]> event, CompletableFuture<Void> acknowledged) {
        unacknowledged++;
        try {
            producer.send(event, (metadata, failure) -> {
                acknowledged();
                tell(acknowledged, failure);
            });
        } catch (RuntimeException e) {
            unacknowledged--;
            tell(acknowledged, e);
        }
    }

    private synchronized void acknowledged() {
        unacknowledged--;
    }

    /** What follows takes locks of its own, so it must not run under this one, as it would where a record is refused at once. */
    private void tell(CompletableFuture<Void> acknowledged, Exception failure) {
        if (failure == null) {
            acknowledged.complete(null);
        } else if (Thread.holdsLock(this)) {
            Future<?> unused = CompletableFuture.runAsync(() -> acknowledged.completeExceptionally(failure));
        } else {
            acknowledged.completeExceptionally(failure);
        }
    }

    /** Hands over what still waits; what comes later is the producer's to refuse. */
    @Override
    public synchronized void close() {
        closed = true;
        handOverWaiting();
        timer.shutdown();
    }
}
