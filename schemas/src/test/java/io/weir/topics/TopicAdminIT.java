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
import java.util.Set;
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
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
class TopicAdminIT {
    /** One broker for all tests; each has topics of its own. */
    static KafkaCluster cluster;

    private String prefix;
    private TopicCatalogue catalogue;
    private Admin admin;

    @BeforeEach
    void connect(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        catalogue = catalogueOf(TopicSettings.defaults().singleBroker());
        admin = Admin.create(cluster.getKafkaClientConfiguration());
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void createsWhatIsMissingAndThenNothing() throws Exception {
        // Given
        admin.createTopics(List.of(spec(Topics.INTAKE).toNewTopic())).all().get();

        // When
        Set<String> created = TopicAdmin.ensure(admin, catalogue);

        // Then
        assertThat(created).hasSize(6).doesNotContain(prefix + Topics.INTAKE);
        assertThat(TopicAdmin.ensure(admin, catalogue)).isEmpty();
        assertThat(admin.listTopics().names().get()).containsAll(created);
    }

    @Test
    void mayBeRunByManyAtOnce() throws Exception {
        Callable<Integer> ensure = () -> TopicAdmin.ensure(admin, catalogue).size();
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            int created = 0;
            for (Future<Integer> each : processes.invokeAll(List.of(ensure, ensure, ensure, ensure))) {
                created += each.get();
            }
            assertThat(created).isEqualTo(7);
        } finally {
            processes.shutdown();
            assertThat(processes.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void explainsEveryMismatchAndChangesNothing() throws Exception {
        // Given
        String intake = prefix + Topics.INTAKE;
        String verdicts = prefix + Topics.VERDICTS;
        String journal = prefix + Topics.JOURNAL;
        admin.createTopics(List.of(
                        new NewTopic(intake, 3, (short) 1)
                                .configs(spec(Topics.INTAKE).configs()),
                        new NewTopic(verdicts, 24, (short) 1)
                                .configs(Map.of("cleanup.policy", "delete", "retention.ms", "14400000")),
                        new NewTopic(journal, 12, (short) 1)
                                .configs(Map.of(
                                        "cleanup.policy", "compact",
                                        "retention.ms", "1000",
                                        "max.message.bytes", "99999999"))))
                .all()
                .get();

        // When, Then
        assertThatThrownBy(() -> TopicAdmin.ensure(admin, catalogue))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining(intake + " has 3 partitions, and should have 12")
                .hasMessageContaining("topics.session.partitions")
                .hasMessageContaining(verdicts + " has max.message.bytes=1048588, and should have 5242880")
                .hasMessageContaining(journal + " has cleanup.policy=compact, and should have delete")
                .hasMessageContaining(journal + " has retention.ms=1000, and should have -1")
                .hasMessageContaining("--entity-name " + journal + " --add-config retention.ms=-1")
                .hasMessageNotContaining(journal + " has max.message.bytes");
        assertThat(admin.describeTopics(List.of(intake))
                        .allTopicNames()
                        .get()
                        .get(intake)
                        .partitions())
                .hasSize(3);
    }

    @Test
    void refusesTooFewReplicas() {
        TopicAdmin.ensure(admin, catalogue);

        assertThatThrownBy(() -> TopicAdmin.ensure(admin, catalogueOf(TopicSettings.defaults())))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("weir.journal has a partition with 1 replicas, and should have 3")
                .hasMessageContaining("weir.journal has min.insync.replicas=1, and should have 2");
    }

    private TopicSpec spec(String topic) {
        return catalogue.topic(prefix + topic);
    }

    private TopicCatalogue catalogueOf(TopicSettings settings) {
        return new TopicCatalogue(TopicCatalogue.of(settings).topics().stream()
                .map(spec -> new TopicSpec(
                        prefix + spec.name(), spec.partitions(), spec.replicationFactor(), spec.configs(), spec.why()))
                .toList());
    }
}
