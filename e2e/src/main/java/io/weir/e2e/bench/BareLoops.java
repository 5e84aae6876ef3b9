/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.e2e.load.ClosedLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The floor: what no gateway on Kafka Streams can be faster than. A call is two bare produce → Streams → consume loops,
 * with records as large as Weir's own, through one reply partition, with acks=all and no linger; no HTTP, no policy, no
 * state.
 */
final class BareLoops implements AutoCloseable {
    private static final String IN = "bench.in";
    private static final String OUT = "bench.out";
    private static final int PARTITIONS = 4;

    private final byte[] payload;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
    private final KafkaProducer<Long, byte[]> producer;
    private final KafkaConsumer<Long, byte[]> consumer;
    private final KafkaStreams streams;
    private final Thread replies;

    BareLoops(String bootstrapServers, Path stateDir, int recordBytes) throws Exception {
        payload = new byte[recordBytes];
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(IN, PARTITIONS, (short) 1), new NewTopic(OUT, 1, (short) 1)))
                    .all()
                    .get();
        }
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0);
        producer = new KafkaProducer<>(client, new LongSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new LongDeserializer(), new ByteArrayDeserializer());
        streams = passThrough(bootstrapServers, stateDir);
        streams.start();
        TopicPartition out = new TopicPartition(OUT, 0);
        consumer.assign(Set.of(out));
        consumer.seekToEnd(Set.of(out));
        consumer.position(out);
        replies = new Thread(this::receive, "bench-floor-replies");
        replies.start();
        loop().get(60, TimeUnit.SECONDS);
    }

    ClosedLoop.Client client() {
        return () -> {
            loop().get(30, TimeUnit.SECONDS);
            loop().get(30, TimeUnit.SECONDS);
        };
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            replies.join();
        } catch (InterruptedException e) {
            // The thread ends by itself; what remains to be closed does not wait for it.
            Thread.currentThread().interrupt();
        }
        streams.close(Duration.ofSeconds(10));
        producer.close();
    }

    private static KafkaStreams passThrough(String bootstrapServers, Path stateDir) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(IN, Consumed.with(Serdes.Long(), Serdes.ByteArray()))
                .to(OUT, Produced.with(Serdes.Long(), Serdes.ByteArray()));
        Properties config = new Properties();
        config.putAll(Map.of(
                "application.id",
                "bench-floor",
                "bootstrap.servers",
                bootstrapServers,
                "state.dir",
                stateDir.toString(),
                "num.stream.threads",
                1,
                "producer.linger.ms",
                0,
                "producer.acks",
                "all"));
        return new KafkaStreams(builder.build(), config);
    }

    private CompletableFuture<Void> loop() {
        long id = ids.incrementAndGet();
        CompletableFuture<Void> reply = new CompletableFuture<>();
        pending.put(id, reply);
        Future<?> unused = producer.send(new ProducerRecord<>(IN, id, payload), (metadata, error) -> {
            if (error != null) {
                reply.completeExceptionally(error);
            }
        });
        return reply;
    }

    private void receive() {
        try {
            while (true) {
                for (ConsumerRecord<Long, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    pending.remove(record.key()).complete(null);
                }
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }
}
