/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.streams.enforcement.EnforcementSettings;
import io.weir.streams.enforcement.EnforcementTopology;
import io.weir.streams.ledger.LedgerSettings;
import io.weir.streams.ledger.LedgerTopology;
import io.weir.topics.TopicSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A change of a topology is a migration: names of stores are names of topics, and a sub-topology's number is the name of its state.
 * These texts change only on purpose.
 */
class TopologyDescriptionTest {
    @TempDir
    Path directory;

    private WeirSerdes serdes() {
        return new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")));
    }

    @Test
    void enforcementIsAsDescribed() throws IOException {
        // When
        Topology topology = EnforcementTopology.build(EnforcementSettings.of(TopicSettings.defaults()), serdes());

        // Then
        assertThat(description(topology)).isEqualTo(checkedIn("enforcement-topology.txt"));
    }

    @Test
    void theLedgerIsAsDescribed() throws IOException {
        // When
        Topology topology = LedgerTopology.build(LedgerSettings.of(12), serdes());

        // Then
        assertThat(description(topology)).isEqualTo(checkedIn("ledger-topology.txt"));
    }

    /** The sink to the intake names its topic by a lambda, whose name says nothing. */
    private static String description(Topology topology) {
        return topology.describe()
                .toString()
                .replaceAll("extractor class: [^)]+", "extractor class")
                .strip();
    }

    private static String checkedIn(String name) throws IOException {
        try (InputStream text = TopologyDescriptionTest.class.getResourceAsStream("/" + name)) {
            assertThat(text).as("src/test/resources/" + name).isNotNull();
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
