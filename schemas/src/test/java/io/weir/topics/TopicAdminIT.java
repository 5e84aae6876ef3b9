/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
class TopicAdminIT {
    private static final TopicCatalogue CATALOGUE =
            TopicCatalogue.of(TopicSettings.defaults().singleBroker());

    KafkaCluster cluster;
    private Admin admin;

    @BeforeEach
    void connect() {
        admin = Admin.create(cluster.getKafkaClientConfiguration());
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void createsWhatIsMissingAndThenNothing() throws Exception {
        // Given
        admin.createTopics(List.of(CATALOGUE.topic(Topics.INTAKE).toNewTopic()))
                .all()
                .get();

        // When, Then
        assertThat(TopicAdmin.ensure(admin, CATALOGUE))
                .containsExactlyInAnyOrder(
                        Topics.APPROVAL_DECISIONS, Topics.VERDICTS, Topics.JOURNAL, Topics.CONFIG, Topics.DEAD_LETTER);
        assertThat(TopicAdmin.ensure(admin, CATALOGUE)).isEmpty();
        assertThat(admin.listTopics().names().get())
                .containsAll(CATALOGUE.topics().stream().map(TopicSpec::name).toList());
    }

    @Test
    void mayBeRunByManyAtOnce() throws Exception {
        Callable<Integer> ensure = () -> TopicAdmin.ensure(admin, CATALOGUE).size();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            int created = 0;
            for (Future<Integer> each : processes.invokeAll(List.of(ensure, ensure, ensure, ensure))) {
                created += each.get();
            }
            assertThat(created).isEqualTo(6);
        } finally {
            processes.shutdown();
            assertThat(processes.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void explainsEveryMismatchAndChangesNothing() throws Exception {
        // Given
        admin.createTopics(List.of(
                        new NewTopic(Topics.INTAKE, 3, (short) 1).configs(configsOf(Topics.INTAKE)),
                        new NewTopic(Topics.VERDICTS, 24, (short) 1)
                                .configs(Map.of("cleanup.policy", "delete", "retention.ms", "14400000")),
                        new NewTopic(Topics.JOURNAL, 12, (short) 1)
                                .configs(Map.of(
                                        "cleanup.policy", "compact",
                                        "retention.ms", "1000",
                                        "max.message.bytes", "99999999"))))
                .all()
                .get();

        // When, Then
        assertThatThrownBy(() -> TopicAdmin.ensure(admin, CATALOGUE))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("weir.intake has 3 partitions, and should have 12")
                .hasMessageContaining("topics.session.partitions")
                .hasMessageContaining("weir.verdicts has max.message.bytes=1048588, and should have 5242880")
                .hasMessageContaining("weir.journal has cleanup.policy=compact, and should have delete")
                .hasMessageContaining("weir.journal has retention.ms=1000, and should have -1")
                .hasMessageContaining("--entity-name weir.journal --add-config retention.ms=-1")
                .hasMessageNotContaining("weir.journal has max.message.bytes");
        assertThat(admin.describeTopics(List.of(Topics.INTAKE))
                        .allTopicNames()
                        .get()
                        .get(Topics.INTAKE)
                        .partitions())
                .hasSize(3);
    }

    @Test
    void refusesTooFewReplicas() {
        TopicAdmin.ensure(admin, CATALOGUE);

        assertThatThrownBy(() -> TopicAdmin.ensure(admin, TopicCatalogue.of(TopicSettings.defaults())))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("weir.journal has a partition with 1 replicas, and should have 3")
                .hasMessageContaining("weir.journal has min.insync.replicas=1, and should have 2");
    }

    private static Map<String, String> configsOf(String topic) {
        return CATALOGUE.topic(topic).configs();
    }
}
