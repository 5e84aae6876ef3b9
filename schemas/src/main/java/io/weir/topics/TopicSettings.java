/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.SHORT;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What an operator may choose about the topics.
 *
 * @param sessionPartitions partitions of every topic that is keyed by session
 * @param mailboxes partitions of {@link Topics#VERDICTS}: how many processes can have a mailbox of their own
 * @param replicationFactor of every topic; 3 in a cluster, 1 with a single broker
 * @param maxMessageBytes the largest body of an MCP message, in bytes; the limits of topics and producers follow from it
 * @param shortRetention how long intake and verdicts are kept
 */
public record TopicSettings(
        int sessionPartitions, int mailboxes, short replicationFactor, int maxMessageBytes, Duration shortRetention) {

    public static final String SESSION_PARTITIONS = "topics.session.partitions";
    public static final String MAILBOXES = "topics.mailbox.partitions";
    public static final String REPLICATION_FACTOR = "topics.replication.factor";
    public static final String MAX_MESSAGE_BYTES = "message.max.bytes";
    public static final String SHORT_RETENTION = "topics.short.retention.ms";

    private static final int RECORD_OVERHEAD_BYTES = 1 << 20;

    public TopicSettings {
        if (sessionPartitions < 1 || mailboxes < 1 || replicationFactor < 1 || maxMessageBytes < 1) {
            throw new IllegalArgumentException("topic settings must be at least 1: partitions " + sessionPartitions
                    + ", mailboxes " + mailboxes + ", replication factor " + replicationFactor
                    + ", message bytes " + maxMessageBytes);
        }
    }

    public static TopicSettings defaults() {
        return from(Map.of());
    }

    /** The keys that {@link #from} reads, to be added to a service's own. */
    public static ConfigDef configDef() {
        return new ConfigDef()
                .define(SESSION_PARTITIONS, INT, 12, between(1, 1000), MEDIUM, """
                        Partitions of the topics that are keyed by session. Cannot be changed once the topics exist.""")
                .define(MAILBOXES, INT, 24, between(1, 1000), MEDIUM, """
                        Partitions of weir.verdicts: one mailbox for each process that waits for verdicts. \
                        Cannot be changed once the topic exists.""")
                .define(REPLICATION_FACTOR, SHORT, (short) 3, between(1, 9), HIGH, """
                        Replication factor of all topics. From 3 on, a write is acknowledged by two brokers or more.""")
                .define(MAX_MESSAGE_BYTES, INT, 1 << 20, between(1024, 64 << 20), MEDIUM, """
                        Largest body of an MCP message, in bytes. The limits of topics and producers follow from it.""")
                .define(
                        SHORT_RETENTION,
                        LONG,
                        Duration.ofHours(4).toMillis(),
                        between(60_000, Long.MAX_VALUE),
                        LOW,
                        """
                        How long weir.intake and weir.verdicts are kept, in milliseconds. They hold raw messages.""");
    }

    /**
     * Reads the keys of {@link #configDef()}; others are left alone.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is out of range, naming the key
     */
    public static TopicSettings from(Map<String, ?> config) {
        AbstractConfig parsed = new AbstractConfig(configDef(), config, false);
        return new TopicSettings(
                parsed.getInt(SESSION_PARTITIONS),
                parsed.getInt(MAILBOXES),
                parsed.getShort(REPLICATION_FACTOR),
                parsed.getInt(MAX_MESSAGE_BYTES),
                Duration.ofMillis(parsed.getLong(SHORT_RETENTION)));
    }

    /** For a single broker: nothing is replicated. */
    public TopicSettings singleBroker() {
        return withReplicationFactor((short) 1);
    }

    public TopicSettings withReplicationFactor(short factor) {
        return new TopicSettings(sessionPartitions, mailboxes, factor, maxMessageBytes, shortRetention);
    }

    /**
     * The largest record in bytes, for {@code max.message.bytes} of topics and {@code max.request.size} of producers: a
     * verdict may hold the message four times (to pass on, to record, as context, in its approval), and what else it says.
     */
    public int maxRecordBytes() {
        return 4 * maxMessageBytes + RECORD_OVERHEAD_BYTES;
    }
}
