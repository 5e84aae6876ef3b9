/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.kafka;

import io.weir.topics.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
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

    /**
     * Settings of a producer of events: acknowledged by all in-sync replicas, once, without delay, and as large as the
     * topics take. None of that can be configured away; the timeouts can.
     *
     * @param messageMaxBytes largest MCP message
     */
    public static Map<String, Object> producerSettings(Map<String, ?> kafka, int messageMaxBytes) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        // A topic that was idle must not cost the next message a metadata request, during which send() blocks.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(7).toMillis());
        settings.putAll(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Whether a record waits for others is decided before the producer, by the load.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // What comes while a request is under way goes together with the next: batches as large as the load asks for,
        // without waiting for them.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes(messageMaxBytes));
        return settings;
    }

    private static int maxRecordBytes(int messageMaxBytes) {
        return TopicSettings.from(Map.of(TopicSettings.MAX_MESSAGE_BYTES, messageMaxBytes))
                .maxRecordBytes();
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
        return awaitPartitions(consumer::partitionsFor, topic);
    }

    /** The same by a producer, which knows the topic then; a short {@code max.block.ms} is asked again until the minute is over. */
    public static int awaitPartitions(Producer<?, ?> producer, String topic) {
        return awaitPartitions(producer::partitionsFor, topic);
    }

    private static int awaitPartitions(Function<String, List<PartitionInfo>> lookup, String topic) {
        long deadline = System.nanoTime() + TOPIC_WAIT.toNanos();
        while (true) {
            List<PartitionInfo> partitions = partitions(lookup, topic);
            if (!partitions.isEmpty()) {
                return partitions.size();
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("The topic " + topic + " does not exist; the streams service makes it");
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private static List<PartitionInfo> partitions(Function<String, List<PartitionInfo>> lookup, String topic) {
        try {
            List<PartitionInfo> partitions = lookup.apply(topic);
            return partitions == null ? List.of() : partitions;
        } catch (TimeoutException e) {
            // A slow cluster, or a slow machine.
            return List.of();
        }
    }
}
