/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Kafka clients as Weir needs them: what a guarantee depends on cannot be configured away. */
public final class Clients {

    private static final Duration TOPIC_WAIT = Duration.ofSeconds(60);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private Clients() {}

    /** A consumer for {@code assign()}: without a group, never committing. */
    public static KafkaConsumer<String, byte[]> tailConsumer(Map<String, ?> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Waits for topics, as {@link #awaitPartitions} does. */
    public static void awaitTopics(Map<String, ?> kafka, String... topics) {
        try (KafkaConsumer<String, byte[]> consumer = tailConsumer(kafka)) {
            for (String topic : topics) {
                awaitPartitions(consumer, topic);
            }
        }
    }

    /**
     * The number of partitions of a topic. Waits up to a minute for it, since the services start in any order and one
     * of them makes the topics.
     *
     * @throws IllegalStateException if the topic does not appear
     */
    public static int awaitPartitions(KafkaConsumer<?, ?> consumer, String topic) {
        long deadline = System.nanoTime() + TOPIC_WAIT.toNanos();
        while (true) {
            var partitions = consumer.partitionsFor(topic);
            if (partitions != null && !partitions.isEmpty()) {
                return partitions.size();
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("The topic " + topic + " does not exist; the streams service makes it");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }
}
