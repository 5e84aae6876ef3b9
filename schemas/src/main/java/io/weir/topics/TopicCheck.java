/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/** Compares topics that exist with the catalogue, and says of each difference what to do. */
final class TopicCheck {
    /** More than the catalogue asks for does no harm here. */
    private static final Set<String> LOWER_BOUNDS = Set.of(MAX_MESSAGE_BYTES_CONFIG, MIN_IN_SYNC_REPLICAS_CONFIG);

    private TopicCheck() {}

    /** One sentence a difference; empty if there is none. */
    static List<String> mismatches(
            TopicCatalogue catalogue, Map<String, TopicDescription> topics, Map<String, Config> configs) {
        List<String> mismatches = new ArrayList<>();
        for (TopicSpec spec : catalogue.topics()) {
            checkPartitions(spec, topics.get(spec.name()), mismatches);
            checkReplication(spec, topics.get(spec.name()), mismatches);
            checkConfigs(spec, configs.get(spec.name()), mismatches);
        }
        return mismatches;
    }

    private static void checkPartitions(TopicSpec spec, TopicDescription topic, List<String> mismatches) {
        int partitions = topic.partitions().size();
        if (partitions != spec.partitions()) {
            mismatches.add(
                    "%s has %d partitions, and should have %d. Partitions cannot be changed once there are sessions: %s"
                            .formatted(spec.name(), partitions, spec.partitions(), partitionsRemedy(spec)));
        }
    }

    private static String partitionsRemedy(TopicSpec spec) {
        return switch (spec.name()) {
            case Topics.VERDICTS -> "set " + TopicSettings.MAILBOXES + " to what the topic has.";
            case Topics.CONFIG, Topics.TOOLS, Topics.DEAD_LETTER -> "copy the topic into one with a single partition.";
            default ->
                "set " + TopicSettings.SESSION_PARTITIONS + " to what the topic has; all topics that are keyed by "
                        + "session must have the same number.";
        };
    }

    private static void checkReplication(TopicSpec spec, TopicDescription topic, List<String> mismatches) {
        int replicas = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (replicas < spec.replicationFactor()) {
            mismatches.add("%s has a partition with %d replicas, and should have %d. Add replicas with "
                            .formatted(spec.name(), replicas, spec.replicationFactor())
                    + "kafka-reassign-partitions.sh, or set " + TopicSettings.REPLICATION_FACTOR
                    + " to what the topic has.");
        }
    }

    private static void checkConfigs(TopicSpec spec, Config config, List<String> mismatches) {
        new TreeMap<>(spec.configs()).forEach((key, expected) -> {
            ConfigEntry entry = config.get(key);
            String actual = entry == null ? "" : entry.value();
            if (!satisfies(key, actual, expected)) {
                mismatches.add(("%s has %s=%s, and should have %s. To mend it: kafka-configs.sh --alter "
                                + "--entity-type topics --entity-name %s --add-config %s=%s")
                        .formatted(spec.name(), key, actual, expected, spec.name(), key, expected));
            }
        });
    }

    private static boolean satisfies(String key, String actual, String expected) {
        if (LOWER_BOUNDS.contains(key) && !actual.isEmpty()) {
            return Long.parseLong(actual) >= Long.parseLong(expected);
        }
        return actual.equals(expected);
    }
}
