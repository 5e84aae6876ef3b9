/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that polls a consumer until it is closed. Errors of the broker make it not ready and are tried again. */
public final class PollLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<ConsumerRecords<String, byte[]>> receiver;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile String failure = "not started";

    /**
     * A loop that is yet to be started.
     *
     * @param consumer assigned and positioned; belongs to the loop from its start on
     * @param receiver gets what is polled, also when nothing came; what it throws ends the loop
     */
    public PollLoop(
            String name, KafkaConsumer<String, byte[]> consumer, Consumer<ConsumerRecords<String, byte[]>> receiver) {
        this.name = name;
        this.consumer = consumer;
        this.receiver = receiver;
        this.thread = new Thread(this::run, "weir-" + name);
        this.thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        failure = null;
        thread.start();
    }

    /** Why nothing is polled now, if so. */
    public Optional<String> whyNotReady() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (!isClosing()) {
                pollOnce();
            }
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("loop", name).setCause(e).log("Stopped reading");
            failure = "stopped by an error";
            return;
        }
        failure = "closed";
    }

    private void pollOnce() {
        ConsumerRecords<String, byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (WakeupException e) {
            return; // close() says so
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("loop", name).setCause(e).log("Cannot read from Kafka, will try again");
            failure = "cannot read from Kafka: " + e.getClass().getSimpleName();
            pause();
            return;
        }
        failure = null;
        receiver.accept(records);
    }

    private void pause() {
        try {
            boolean closed = closing.await(1, TimeUnit.SECONDS);
            LOG.atDebug().addKeyValue("closed", closed).log("Paused");
        } catch (InterruptedException e) {
            closing.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
