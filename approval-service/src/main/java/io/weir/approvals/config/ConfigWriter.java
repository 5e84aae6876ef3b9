/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.events.ConfigEntry;
import io.weir.serde.WeirSerdes;
import io.weir.service.configlog.ConfigLog;
import io.weir.service.configlog.ConfigSnapshot;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.kafka.Clients;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code weir.config}, one application at a time in the whole cluster, each as one transaction.
 *
 * <p>All instances share one transactional id. Whoever begins fences the others, then reads the configuration up to its
 * end, and only then computes what to write: so two administrators never make the same policy version, and what was
 * computed from an older configuration is never committed.
 */
public final class ConfigWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWriter.class);
    private static final String TRANSACTIONAL_ID = "weir-config-writer";
    private static final TopicPartition PARTITION = new TopicPartition(Topics.CONFIG, 0);
    private static final Set<Class<? extends KafkaException>> OVERTAKEN = Set.of(
            ProducerFencedException.class,
            InvalidProducerEpochException.class,
            InvalidTxnStateException.class,
            TransactionAbortableException.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Map<String, Object> settings;
    private final Admin admin;
    private final WeirSerdes serdes;
    private final ConfigLog log;

    /**
     * A writer that has not begun anything.
     *
     * @param kafka settings of the Kafka client
     * @param messageMaxBytes largest MCP message, which bounds what the topics take
     * @param log follows the topic in this process
     */
    public ConfigWriter(Map<String, Object> kafka, int messageMaxBytes, WeirSerdes serdes, ConfigLog log) {
        this.settings = new HashMap<>(Clients.producerSettings(kafka, messageMaxBytes));
        this.settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        this.admin = Admin.create(kafka);
        this.serdes = serdes;
        this.log = log;
    }

    /**
     * Computes entries from the newest configuration and writes them. Blocks; returns when this process sees them.
     *
     * @param entries what to write, by key in order, an empty one for a deletion; none to write nothing
     * @throws ProblemException 409 if another application came between, 503 if Kafka could not be used
     */
    void write(Function<ConfigSnapshot, Map<String, Optional<ConfigEntry>>> entries) {
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            Map<String, Optional<ConfigEntry>> computed =
                    entries.apply(await(log.awaitOffset(end()).toCompletableFuture()));
            if (!computed.isEmpty()) {
                long last = commit(producer, computed);
                await(log.awaitOffset(last + 1).toCompletableFuture());
            }
        } catch (KafkaException e) {
            throw isOvertaken(e) ? overtaken() : unavailable(e);
        }
    }

    private long commit(KafkaProducer<String, byte[]> producer, Map<String, Optional<ConfigEntry>> entries) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = entries.entrySet().stream()
                .map(entry -> producer.send(item(entry)))
                .toList();
        producer.commitTransaction();
        return sent.stream()
                .mapToLong(metadata -> await(metadata).offset())
                .max()
                .orElseThrow();
    }

    private ProducerRecord<String, byte[]> item(Map.Entry<String, Optional<ConfigEntry>> entry) {
        byte[] value = entry.getValue()
                .map(present -> serdes.configEntry().serializer().serialize(Topics.CONFIG, present))
                .orElse(null);
        return new ProducerRecord<>(Topics.CONFIG, entry.getKey(), value);
    }

    private long end() {
        return await(admin.listOffsets(
                                Map.of(PARTITION, OffsetSpec.latest()),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(PARTITION)
                        .toCompletionStage()
                        .toCompletableFuture())
                .offset();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    /** The producer tells that another one took over in several ways, according to what it was just doing. */
    private static boolean isOvertaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (OVERTAKEN.contains(cause.getClass())) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException overtaken() {
        return new ProblemException(Problem.of(
                409,
                "concurrent-change",
                "Changed at the same time",
                "Somebody else changed the configuration; apply again."));
    }

    private static ProblemException unavailable(Exception cause) {
        LOG.atWarn().setCause(cause).log("The configuration cannot be written");
        return new ProblemException(
                Problem.of(503, "The configuration cannot be written now; nothing, or all of it, was applied."), 1);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
