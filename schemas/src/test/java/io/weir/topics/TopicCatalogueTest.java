/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {

    @Test
    void hasEveryTopicWithAReason() {
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults());

        assertThat(catalogue.topics())
                .extracting(TopicSpec::name)
                .containsExactly(
                        "weir.intake",
                        "weir.approval-decisions",
                        "weir.verdicts",
                        "weir.journal",
                        "weir.config",
                        "weir.tools",
                        "weir.dead-letter");
        assertThat(catalogue.topics())
                .allSatisfy(topic -> assertThat(topic.why()).endsWith("."));
        assertThatThrownBy(() -> catalogue.topic("weir.other")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void topicsThatEnforcementJoinsHaveTheSameNumberOfPartitions() {
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.from(Map.of("topics.session.partitions", "7")));

        assertThat(catalogue.topic(Topics.INTAKE).partitions()).isEqualTo(7);
        assertThat(catalogue.topic(Topics.APPROVAL_DECISIONS).partitions()).isEqualTo(7);
        assertThat(catalogue.topic(Topics.JOURNAL).partitions()).isEqualTo(7);
    }

    @Test
    void rawTopicsAreShortLivedAndTheRecordIsForever() {
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.defaults());

        assertThat(retention(catalogue, Topics.INTAKE)).isEqualTo("14400000");
        assertThat(retention(catalogue, Topics.VERDICTS)).isEqualTo("14400000");
        assertThat(retention(catalogue, Topics.DEAD_LETTER)).isEqualTo("604800000");
        assertThat(retention(catalogue, Topics.JOURNAL)).isEqualTo("-1");
        assertThat(retention(catalogue, Topics.APPROVAL_DECISIONS)).isEqualTo("-1");
        assertThat(catalogue.topic(Topics.JOURNAL).configs()).containsEntry("cleanup.policy", "delete");
        assertThat(catalogue.topic(Topics.CONFIG).configs()).containsEntry("cleanup.policy", "compact");
        assertThat(catalogue.topic(Topics.TOOLS).configs()).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void asksForTwoInSyncReplicasInAClusterOnly() {
        TopicSettings settings = TopicSettings.defaults();

        assertThat(TopicCatalogue.of(settings).topics())
                .allSatisfy(topic -> assertThat(topic.configs()).containsEntry("min.insync.replicas", "2"));
        assertThat(TopicCatalogue.of(settings.singleBroker()).topics()).allSatisfy(topic -> {
            assertThat(topic.configs()).doesNotContainKey("min.insync.replicas");
            assertThat(topic.replicationFactor()).isEqualTo((short) 1);
        });
    }

    @Test
    void derivesAllLimitsFromOneSize() {
        TopicSettings settings = TopicSettings.from(Map.of("message.max.bytes", 2 << 20));

        assertThat(settings.maxRecordBytes()).isEqualTo(9 << 20);
        assertThat(TopicCatalogue.of(settings).topics())
                .allSatisfy(topic -> assertThat(topic.configs()).containsEntry("max.message.bytes", "9437184"));
    }

    @Test
    void namesTheKeyOfABadValue() {
        assertThat(TopicSettings.configDef().configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).endsWith("."));
        TopicSettings.configDef()
                .names()
                .forEach(name -> assertThatThrownBy(() -> TopicSettings.from(Map.of(name, "0")))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining(name));
    }

    private static String retention(TopicCatalogue catalogue, String topic) {
        return catalogue.topic(topic).configs().get("retention.ms");
    }
}
