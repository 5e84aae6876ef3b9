/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Clients for an application that must not linger and yet should batch: what a thread sends while it works off the records
 * of one poll goes together when it is done with them. Without, the producer sends the first verdict by itself, and all
 * others have to wait until that is acknowledged. A poll of one or two records is answered as it comes.
 */
public final class GatheringClients implements KafkaClientSupplier {
    private static final long NO_TIMESTAMP = -1;

    // A stream thread polls, processes and sends, all by itself, with one consumer and one producer.
    private final ThreadLocal<PollBatch> batches = ThreadLocal.withInitial(() -> new PollBatch(System::nanoTime));

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new GatheringProducer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new BatchConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plainConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plainConsumer(config);
    }

    private static Consumer<byte[], byte[]> plainConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private final class BatchConsumer extends KafkaConsumer<byte[], byte[]> {
        BatchConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            PollBatch batch = batches.get();
            batch.end();
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            batch.polled(records.count());
            return records;
        }
    }

    private final class GatheringProducer extends KafkaProducer<byte[], byte[]> {
        GatheringProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> item, Callback callback) {
            Sent sent = new Sent(callback);
            batches.get().send(() -> sendNow(item, sent));
            return sent;
        }

        private void sendNow(ProducerRecord<byte[], byte[]> item, Sent sent) {
            try {
                Future<RecordMetadata> unused = super.send(item, sent);
            } catch (RuntimeException e) {
                // Whoever sent it may be gone on since; the callback is where failures are told.
                int partition = item.partition() == null ? RecordMetadata.UNKNOWN_PARTITION : item.partition();
                TopicPartition target = new TopicPartition(item.topic(), partition);
                sent.onCompletion(new RecordMetadata(target, -1, -1, NO_TIMESTAMP, -1, -1), e);
            }
        }

        @Override
        public void flush() {
            batches.get().release();
            super.flush();
        }
    }

    private static final class Sent extends CompletableFuture<RecordMetadata> implements Callback {
        private final Callback callback;

        Sent(Callback callback) {
            this.callback = callback;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception failure) {
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
            if (failure == null) {
                complete(metadata);
            } else {
                completeExceptionally(failure);
            }
        }
    }
}
