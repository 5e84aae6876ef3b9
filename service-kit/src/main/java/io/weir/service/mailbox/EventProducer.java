/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import io.weir.events.ApprovalCommand;
import io.weir.events.ConfigEntry;
import io.weir.events.Intake;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.Clients;
import io.weir.topics.SessionPartitioner;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes Weir's events, each acknowledged by all in-sync replicas before its stage completes. Thread-safe; meant for I/O
 * threads: metadata is warmed at the start and kept, and a full buffer fails the stage instead of blocking for long.
 */
public final class EventProducer implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** Where a further record had better go together with others: a broker's work is by the request more than by the record. */
    private static final int FEW_UNACKNOWLEDGED = 4;

    private static final Duration LINGER = Duration.ofMillis(3);

    private final Producer<String, byte[]> producer;
    private final AdaptiveLinger sender;
    private final WeirSerdes serdes;
    private final int intakePartitions;
    private final int decisionPartitions;

    private EventProducer(
            Producer<String, byte[]> producer, WeirSerdes serdes, int intakePartitions, int decisionPartitions) {
        this.producer = producer;
        this.sender = new AdaptiveLinger(producer, timer(), FEW_UNACKNOWLEDGED, LINGER);
        this.serdes = serdes;
        this.intakePartitions = intakePartitions;
        this.decisionPartitions = decisionPartitions;
    }

    /**
     * Connects and warms the metadata; blocks while it does, and while a topic is missing.
     *
     * @param kafka settings of the Kafka client; what the guarantees depend on is overruled
     * @param messageMaxBytes largest MCP message
     * @throws IllegalStateException if a topic does not appear in time
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be used
     */
    public static EventProducer open(Map<String, ?> kafka, int messageMaxBytes, WeirSerdes serdes) {
        Map<String, Object> settings = Clients.producerSettings(kafka, messageMaxBytes);
        // Callers are I/O threads: fail rather than keep them.
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        Clients.awaitTopics(kafka, Topics.INTAKE, Topics.APPROVAL_DECISIONS, Topics.CONFIG);
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            return of(producer, serdes);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    static EventProducer of(Producer<String, byte[]> producer, WeirSerdes serdes) {
        int intake = Clients.awaitPartitions(producer, Topics.INTAKE);
        int decisions = Clients.awaitPartitions(producer, Topics.APPROVAL_DECISIONS);
        Clients.awaitPartitions(producer, Topics.CONFIG);
        return new EventProducer(producer, serdes, intake, decisions);
    }

    private static ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "weir-producer-linger");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The partitions of {@code weir.intake}: for what has to reach every one of them. */
    public int intakePartitions() {
        return intakePartitions;
    }

    /** Writes a message or fact, to the partition of its session. */
    public CompletionStage<Void> intake(Intake intake) {
        return intake(intake, SessionPartitioner.partitionFor(intake.getSessionId(), intakePartitions));
    }

    /**
     * Writes a fact to a partition that is given, such as MAILBOX_OPENED to each.
     *
     * @param partition 0 to {@link #intakePartitions()} - 1
     */
    public CompletionStage<Void> intake(Intake intake, int partition) {
        byte[] value = serdes.intake().serializer().serialize(Topics.INTAKE, intake);
        return sender.send(new ProducerRecord<>(Topics.INTAKE, partition, intake.getSessionId(), value));
    }

    /** Writes a command, to the partition of its session: of the held request, or of the tool's connection. */
    public CompletionStage<Void> approvalCommand(ApprovalCommand command) {
        int partition = SessionPartitioner.partitionFor(command.getSessionId(), decisionPartitions);
        byte[] value = serdes.approvalCommand().serializer().serialize(Topics.APPROVAL_DECISIONS, command);
        return sender.send(new ProducerRecord<>(Topics.APPROVAL_DECISIONS, partition, command.getSessionId(), value));
    }

    /**
     * Writes an entry of the configuration.
     *
     * @param entry null deletes the key
     */
    public CompletionStage<Void> config(String key, ConfigEntry entry) {
        byte[] value = entry == null ? null : serdes.configEntry().serializer().serialize(Topics.CONFIG, entry);
        return sender.send(new ProducerRecord<>(Topics.CONFIG, key, value));
    }

    /** Flushes and closes, within 10 s. */
    @Override
    public void close() {
        sender.close();
        producer.close(CLOSE_TIMEOUT);
    }
}
