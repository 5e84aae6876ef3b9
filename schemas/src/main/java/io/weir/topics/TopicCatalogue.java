/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** All topics, and why each is as it is. */
public record TopicCatalogue(List<TopicSpec> topics) {
    private static final String FOREVER = "-1";
    private static final String WEEK = Long.toString(Duration.ofDays(7).toMillis());

    public TopicCatalogue {
        topics = List.copyOf(topics);
    }

    public static TopicCatalogue of(TopicSettings settings) {
        int sessions = settings.sessionPartitions();
        String hours = Long.toString(settings.shortRetention().toMillis());
        return new TopicCatalogue(List.of(
                spec(settings, Topics.INTAKE, sessions, delete(hours), """
                        Messages and facts as they came, keyed by session. Raw, so kept for hours only. \
                        One partition is one unit of enforcement's parallelism."""),
                spec(settings, Topics.APPROVAL_DECISIONS, sessions, delete(FOREVER), """
                        Commands by people, keyed by the held request's session. \
                        As many partitions as intake, so that a decision meets its request in one task."""),
                spec(settings, Topics.VERDICTS, settings.mailboxes(), delete(hours), """
                        One verdict a message. A partition is the mailbox of one process; kept for hours, since it is raw."""),
                spec(settings, Topics.JOURNAL, sessions, delete(FOREVER), """
                        The permanent record, keyed by session. Never compacted: every event counts, not the last one."""),
                spec(settings, Topics.CONFIG, 1, compact(), """
                        Connections, immutable policy versions and the pointer to the active one. \
                        One partition, so that all readers see the changes in one order."""),
                spec(settings, Topics.TOOLS, 1, compact(), """
                        The tools of each connection: which definition was reviewed, and which one is given now. \
                        Every process that decides reads all of it; one partition, since it is small."""),
                spec(settings, Topics.DEAD_LETTER, 1, delete(WEEK), """
                        Records that could not be read, as they were. Raw, so kept just long enough for people to look.""")));
    }

    /**
     * The topic of this name.
     *
     * @throws NoSuchElementException if there is none
     */
    public TopicSpec topic(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no topic " + name + " in the catalogue"));
    }

    private static TopicSpec spec(
            TopicSettings settings, String name, int partitions, Map<String, String> cleanup, String why) {
        Map<String, String> configs = new HashMap<>(cleanup);
        configs.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(settings.maxRecordBytes()));
        if (settings.replicationFactor() >= 3) {
            configs.put(MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new TopicSpec(name, partitions, settings.replicationFactor(), configs, why);
    }

    private static Map<String, String> delete(String retentionMs) {
        return Map.of(CLEANUP_POLICY_CONFIG, "delete", RETENTION_MS_CONFIG, retentionMs);
    }

    private static Map<String, String> compact() {
        return Map.of(CLEANUP_POLICY_CONFIG, "compact");
    }
}
