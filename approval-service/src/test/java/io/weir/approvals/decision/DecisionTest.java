/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalAction;
import io.weir.model.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionTest {

    private static final Principal BOB = person("bob");

    @Test
    void givesARepeatTheSameCommandIdAndEverythingElseAnother() {
        // Given
        Decision decision = decision(ApprovalAction.APPROVE, "1");
        String id = decision.commandId(BOB, "apr_a.1");

        // When
        Set<String> others = Set.of(
                decision.commandId(person("carol"), "apr_a.1"),
                decision.commandId(BOB, "apr_a.2"),
                decision(ApprovalAction.REJECT, "1").commandId(BOB, "apr_a.1"),
                decision(ApprovalAction.APPROVE, "2").commandId(BOB, "apr_a.1"));

        // Then
        assertThat(decision.commandId(BOB, "apr_a.1")).isEqualTo(id);
        assertThat(others).hasSize(4).doesNotContain(id);
    }

    @Test
    void isADecisionOfItsOwnWithoutAnId() {
        // Given
        Decision decision = new Decision(ApprovalAction.APPROVE, "fine", Optional.empty(), Optional.empty());

        // When // Then
        assertThat(decision.commandId(BOB, "apr_a.1")).isNotEqualTo(decision.commandId(BOB, "apr_a.1"));
    }

    private static Decision decision(ApprovalAction action, String id) {
        return new Decision(action, "fine", Optional.empty(), Optional.of(id));
    }

    private static Principal person(String subject) {
        return new Principal(subject, subject, List.of(), "", "https://issuer.example", Optional.empty());
    }
}
