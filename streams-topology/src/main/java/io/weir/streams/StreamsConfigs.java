/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import io.weir.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/**
 * The settings of Weir's Kafka Streams applications, with the reason for each. What a guarantee depends on cannot be configured away.
 */
public final class StreamsConfigs {
    /** Fits three replicas that catch up; small, so that what is deleted is soon gone and a restart has little to read. */
    private static final int CHANGELOG_SEGMENT_BYTES = 16 << 20;

    /** The shortest that brokers allow by default; a restart in a hurry does not wait for it, thanks to static membership. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private static final int HEARTBEAT_MS = 2_000;

    /** Some hundreds of requests; little, so that a commit has little to flush. */
    private static final int IN_FLIGHT_CACHE_BYTES = 512 << 10;

    private StreamsConfigs() {}

    /** People wait for it: no batching but of what is there anyway, and commits, which flush, only now and then. */
    public static Properties enforcement(StreamsInstance instance, int threads, long commitIntervalMs) {
        Map<String, Object> settings = common(instance, threads, commitIntervalMs);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        settings.put(StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, GatheringClients.class);
        // What comes while a request is under way goes together with the next, without waiting for it.
        settings.put(producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        // Of the stores, only that of requests in flight is cached.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, IN_FLIGHT_CACHE_BYTES);
        // The configuration is written in transactions; of one that was aborted nothing may take effect.
        settings.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        return properties(settings);
    }

    /** Nobody waits for it: large batches, few transactions. */
    public static Properties exactlyOnce(StreamsInstance instance, int threads, long commitIntervalMs) {
        Map<String, Object> settings = common(instance, threads, commitIntervalMs);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        batches(settings);
        // A partition's first batch in a transaction can be told to wait; those behind it would be refused as out of
        // order.
        settings.put(producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        return properties(settings);
    }

    /** A read model, which can be built again from its topic: at least once, with idempotent updates. */
    public static Properties readModel(StreamsInstance instance, int threads, long commitIntervalMs) {
        Map<String, Object> settings = common(instance, threads, commitIntervalMs);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        batches(settings);
        return properties(settings);
    }

    /** Some records at a time rather than each as it comes; at most this much later. */
    private static void batches(Map<String, Object> settings) {
        settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
        settings.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
        settings.put(mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 256 << 10);
        settings.put(mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
    }

    private static Map<String, Object> common(StreamsInstance instance, int threads, long commitIntervalMs) {
        Map<String, Object> settings = new HashMap<>(instance.kafka());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, instance.applicationId());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, instance.stateDirectory().toString());
        instance.self()
                .ifPresent(self -> settings.put(
                        StreamsConfig.APPLICATION_SERVER_CONFIG, "%s:%d".formatted(self.host(), self.port())));
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMs);
        // No topology needs its topics in order of time between them; waiting for the emptier one would cost latency
        // and CPU.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, instance.standbyReplicas());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) instance.replicationFactor());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTER);
        // A restarted process takes its tasks over at once instead of waiting until the group has missed its
        // predecessor.
        settings.put(mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance.instanceId());
        settings.put(consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        settings.put(consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MS);
        settings.put(consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        settings.put(producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), instance.maxRecordBytes());
        settings.put(topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), instance.maxRecordBytes());
        settings.put(topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), CHANGELOG_SEGMENT_BYTES);
        // What changelogs keep beyond their store's own retention: for clocks that differ. Streams' default is a day.
        settings.put(StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG, 600_000L);
        return settings;
    }

    private static Properties properties(Map<String, Object> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }
}
