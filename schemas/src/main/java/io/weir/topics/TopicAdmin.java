/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics what the catalogue says: creates what is missing, and refuses to go on where one is not as it should be.
 * It never alters a topic that exists, since that is the operator's, and may be run at every start and by many processes at once.
 */
public final class TopicAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Admin admin;
    private final TopicCatalogue catalogue;

    private TopicAdmin(Admin admin, TopicCatalogue catalogue) {
        this.admin = admin;
        this.catalogue = catalogue;
    }

    /**
     * Returns once every topic of the catalogue exists, is visible, and is as specified.
     *
     * @return names of the topics that this call created
     * @throws TopicMismatchException if a topic has other partitions or settings than specified; lists all differences
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public static Set<String> ensure(Admin admin, TopicCatalogue catalogue) {
        return new TopicAdmin(admin, catalogue).ensure();
    }

    private Set<String> ensure() {
        Set<String> created = createMissing();
        List<String> mismatches = TopicCheck.mismatches(catalogue, visibleTopics(), configs());
        if (!mismatches.isEmpty()) {
            throw new TopicMismatchException(mismatches);
        }
        return created;
    }

    private Set<String> createMissing() {
        Set<String> existing = get(admin.listTopics().names());
        List<TopicSpec> missing = catalogue.topics().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        Map<String, KafkaFuture<Void>> results = admin.createTopics(
                        missing.stream().map(TopicSpec::toNewTopic).toList())
                .values();
        return missing.stream()
                .filter(topic -> created(topic, results.get(topic.name())))
                .map(TopicSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean created(TopicSpec topic, KafkaFuture<Void> result) {
        try {
            get(result);
        } catch (TopicExistsException e) {
            LOG.atDebug().addKeyValue("topic", topic.name()).log("another process created the topic first");
            return false;
        }
        LOG.atInfo()
                .addKeyValue("topic", topic.name())
                .addKeyValue("partitions", topic.partitions())
                .addKeyValue("replicationFactor", topic.replicationFactor())
                .log("created topic");
        return true;
    }

    /** A new topic is known to the controller first and to the brokers a little later; who subscribes at once would miss it. */
    private Map<String, TopicDescription> visibleTopics() {
        long deadline = Time.SYSTEM.milliseconds() + VISIBLE_WITHIN.toMillis();
        while (true) {
            try {
                return get(admin.describeTopics(names()).allTopicNames());
            } catch (UnknownTopicOrPartitionException e) {
                if (Time.SYSTEM.milliseconds() > deadline) {
                    throw new TimeoutException("Topics are not visible " + VISIBLE_WITHIN + " after their creation", e);
                }
                Time.SYSTEM.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    private Map<String, Config> configs() {
        Map<ConfigResource, Config> configs = get(admin.describeConfigs(names().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        Function<Map.Entry<ConfigResource, Config>, String> name =
                entry -> entry.getKey().name();
        return configs.entrySet().stream().collect(Collectors.toMap(name, Map.Entry::getValue));
    }

    private Collection<String> names() {
        return catalogue.topics().stream().map(TopicSpec::name).toList();
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
