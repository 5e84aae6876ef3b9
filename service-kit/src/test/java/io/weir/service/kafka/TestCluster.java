/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.kafka;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.topics.TopicAdmin;
import io.weir.topics.TopicCatalogue;
import io.weir.topics.TopicSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What tests do with a cluster besides the code under test. */
public final class TestCluster {

    private TestCluster() {}

    public static WeirSerdes serdes(Path directory) {
        return new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"))).warmUp();
    }

    public static void makeTopics(KafkaCluster cluster) {
        try (Admin admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            TopicAdmin.ensure(admin, TopicCatalogue.of(TopicSettings.defaults().singleBroker()));
        }
    }

    /** A plain producer, transactional if it has an id. */
    public static KafkaProducer<String, byte[]> producer(KafkaCluster cluster, String transactionalId) {
        Map<String, Object> settings = new HashMap<>(cluster.getKafkaClientConfiguration());
        if (!transactionalId.isEmpty()) {
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        }
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }
}
