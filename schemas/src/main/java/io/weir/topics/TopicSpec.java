/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What a topic has to be.
 *
 * @param partitions at least 1; never changed once the topic exists
 * @param replicationFactor at least 1
 * @param configs topic configurations that differ from the broker's defaults, by Kafka's names
 * @param why why it has this shape, in one sentence
 */
public record TopicSpec(String name, int partitions, short replicationFactor, Map<String, String> configs, String why) {
    public TopicSpec {
        configs = Map.copyOf(configs);
        if (partitions < 1 || replicationFactor < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + ": partitions and replication factor must be at least 1");
        }
    }

    NewTopic toNewTopic() {
        return new NewTopic(name, partitions, replicationFactor).configs(configs);
    }
}
