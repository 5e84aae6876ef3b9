/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.Clients;
import io.weir.service.kafka.PollLoop;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partition of {@code weir.verdicts} that this process reads, from its end on.
 *
 * <p>No consumer group: a rebalance would hand replies to another process. Nothing is committed either, since a reply
 * that a dead process waited for is of no use to the next: each process has an epoch of its own, and verdicts for others
 * are skipped, also those of other processes that share the partition.
 */
public final class Mailbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Deserializer<Verdict> verdicts;
    private final Receiver receiver;
    private final ReplyTo replyTo;
    private final PollLoop loop;

    private Mailbox(
            KafkaConsumer<String, byte[]> consumer,
            Deserializer<Verdict> verdicts,
            Receiver receiver,
            ReplyTo replyTo) {
        this.verdicts = verdicts;
        this.receiver = receiver;
        this.replyTo = replyTo;
        this.loop = new PollLoop("mailbox", consumer, this::deliver);
    }

    /** Takes verdicts, and where in the mailbox they stand. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes one.
         *
         * @param offset the verdict's offset in the mailbox's partition of {@code weir.verdicts}
         */
        void received(Verdict verdict, long offset);
    }

    /** The same for a receiver that does not want to know where a verdict stands. */
    public static Mailbox open(MailboxConfig config, WeirSerdes serdes, Consumer<Verdict> receiver) {
        return open(config, serdes, (verdict, offset) -> receiver.accept(verdict));
    }

    /**
     * Opens the mailbox; blocks until its position is known, so that every verdict on what is produced from now on
     * arrives.
     *
     * @param receiver gets this epoch's verdicts in order, on the mailbox's thread; must not block
     * @throws IllegalStateException if the topic does not appear in time
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be used
     */
    public static Mailbox open(MailboxConfig config, WeirSerdes serdes, Receiver receiver) {
        KafkaConsumer<String, byte[]> consumer = Clients.tailConsumer(config.kafka());
        try {
            int partition = config.partition(Clients.awaitPartitions(consumer, Topics.VERDICTS));
            TopicPartition mailbox = new TopicPartition(Topics.VERDICTS, partition);
            consumer.assign(List.of(mailbox));
            consumer.seekToEnd(List.of(mailbox));
            // Ready when the position is known, not when it is assigned: seeking is lazy.
            long position = consumer.position(mailbox);
            ReplyTo replyTo = new ReplyTo(partition, config.instanceId() + ":" + UUID.randomUUID());
            LOG.atInfo()
                    .addKeyValue("mailbox", partition)
                    .addKeyValue("epoch", replyTo.getEpoch())
                    .addKeyValue("position", position)
                    .log("Mailbox is open");
            Mailbox opened = new Mailbox(consumer, serdes.verdict().deserializer(), receiver, replyTo);
            opened.loop.start();
            return opened;
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    /** To be stamped on everything that is produced: partition and epoch. */
    public ReplyTo replyTo() {
        return replyTo;
    }

    /** {@code INSTANCE:UUID}; new with every start. */
    public String epoch() {
        return replyTo.getEpoch();
    }

    /** Why no verdicts arrive now, if so; for {@link io.weir.service.http.Readiness}. */
    public Optional<String> whyNotReady() {
        return loop.whyNotReady();
    }

    /** Stops to read; verdicts that arrive later are not handed over. */
    @Override
    public void close() {
        loop.close();
    }

    private void deliver(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> item : records) {
            try {
                Verdict verdict = verdicts.deserialize(item.topic(), item.headers(), item.value());
                if (replyTo.getEpoch().equals(verdict.getEpoch())) {
                    receiver.received(verdict, item.offset());
                }
            } catch (SerializationException e) {
                // Whoever waits for it gets a timeout, which blocks; those behind it must not wait.
                LOG.atError().addKeyValue("offset", item.offset()).setCause(e).log("Cannot read a verdict");
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("offset", item.offset()).setCause(e).log("Cannot act on a verdict");
            }
        }
    }
}
