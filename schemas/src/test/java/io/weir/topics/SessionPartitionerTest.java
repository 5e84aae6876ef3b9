/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Principal;
import io.weir.model.SessionIds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPartitionerTest {

    @Test
    void keepsAPersonsSessionsAndApprovalsTogether() {
        Principal alice = principal("alice");
        String session = SessionIds.newSessionId(alice);
        int partition = SessionPartitioner.partitionFor(session, 12);

        assertThat(SessionPartitioner.partitionFor(SessionIds.newSessionId(alice), 12))
                .isEqualTo(partition);
        assertThat(SessionPartitioner.partitionFor(SessionIds.newApprovalId(session, "m-1"), 12))
                .isEqualTo(partition);
    }

    @Test
    void isAPromise() {
        // Where the sessions of topics that exist already are.
        assertThat(SessionPartitioner.partitionFor("jlnmndnbl2.anything", 12)).isEqualTo(6);
    }

    @Test
    void spreadsPeople() {
        Map<Integer, Integer> people = new HashMap<>();
        for (int i = 0; i < 12_000; i++) {
            String session = SessionIds.newSessionId(principal("user-" + i));
            people.merge(SessionPartitioner.partitionFor(session, 12), 1, Integer::sum);
        }

        assertThat(people)
                .hasSize(12)
                .allSatisfy((partition, count) -> assertThat(count).isBetween(800, 1_200));
    }

    @Test
    void takesAnyId() {
        assertThat(SessionPartitioner.partitionFor("", 12)).isBetween(0, 11);
        assertThat(SessionPartitioner.partitionFor("apr_", 1)).isZero();
    }

    private static Principal principal(String subject) {
        return new Principal(subject, subject, List.of(), "cli", "https://issuer.example", Optional.empty());
    }
}
