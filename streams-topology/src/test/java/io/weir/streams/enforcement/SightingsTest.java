/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.model.SessionIds;
import io.weir.topics.SessionPartitioner;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final int PARTITIONS = 12;
    private static final int OWN = SessionPartitioner.partitionFor(SessionIds.toolsSessionId("bank"), PARTITIONS);

    private final Intake seen = Messages.of(Messages.ALICE).toolFact(FactType.TOOL_SEEN, "bank", "pay", "0".repeat(64));

    @Test
    void aSightingIsBelievedOnItsConnectionsPartitionOnly() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(new Sightings(partition, PARTITIONS).whyNot(seen).isEmpty())
                    .isEqualTo(partition == OWN);
        }
    }

    @Test
    void itsDigestIsOne() {
        // Given
        Intake odd = Messages.of(Messages.ALICE).toolFact(FactType.TOOL_SEEN, "bank", "pay", "0".repeat(63) + "G");

        // Then
        assertThat(new Sightings(OWN, PARTITIONS).whyNot(odd)).isPresent();
    }

    @Test
    void onlySightingsAreSightings() {
        assertThat(Sightings.isOne(seen)).isTrue();
        assertThat(Sightings.isOne(Messages.of(Messages.ALICE).fact(FactType.CLIENT_GONE, "")))
                .isFalse();
    }
}
