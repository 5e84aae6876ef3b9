/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How large the records of a topic are. */
final class RecordSizes {
    private static final int SAMPLE = 200;

    private RecordSizes() {}

    /** Mean size in bytes of the values of the newest records, over all partitions of all topics given. */
    static int meanOfNewest(String bootstrapServers, List<String> topics) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            consumer.assign(partitions);
            ends.forEach(
                    (partition, end) -> consumer.seek(partition, Math.max(beginnings.get(partition), end - SAMPLE)));
            long bytes = 0;
            long records = 0;
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> item : consumer.poll(Duration.ofSeconds(1))) {
                    bytes += Math.max(0, item.serializedValueSize());
                    records++;
                }
            }
            if (records == 0) {
                throw new IllegalStateException("There are no records in " + topics + " to measure");
            }
            return Math.toIntExact(bytes / records);
        }
    }
}
