/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import static io.weir.events.ApprovalAction.APPROVE;
import static io.weir.events.ApprovalAction.CANCEL;
import static io.weir.events.ApprovalAction.REJECT;
import static io.weir.events.ApprovalAction.REVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.PolicyRef;
import io.weir.events.Vote;
import io.weir.model.Principal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleTest {

    static final String ISSUER = "https://issuer.example";
    static final String ID = "apr_abcdefghij.1";

    private static final Principal ALICE = person("alice", "analysts", "approvers");
    private static final Principal BOB = person("bob", "approvers");
    private static final Principal CAROL = person("carol", "approvers");
    private static final Principal ADMIN = person("admin", "weir-admins");
    private static final Principal STRANGER = person("stranger", "analysts");

    private final People people = new People(List.of("weir-admins"));

    @Test
    void offersApproversADecisionAndTheRequesterAWithdrawal() {
        // Given
        ApprovalRecord pending = approval(ApprovalState.PENDING);

        // When // Then
        assertThat(people.actions(BOB, pending)).containsExactly(APPROVE, REJECT);
        assertThat(people.actions(ALICE, pending)).containsExactly(CANCEL);
        assertThat(people.actions(ADMIN, pending)).isEmpty();
        assertThat(people.actions(STRANGER, pending)).isEmpty();
    }

    @Test
    void offersNoSecondApprovalOfTheSamePersonButARejection() {
        // Given
        ApprovalRecord approvedByBob = approval(ApprovalState.PENDING, BOB);

        // When // Then
        assertThat(people.actions(BOB, approvedByBob)).containsExactly(REJECT);
        assertThat(people.actions(CAROL, approvedByBob)).containsExactly(APPROVE, REJECT);
    }

    @Test
    void offersARevocationToThoseWhoApprovedAndToAdministrators() {
        // Given
        ApprovalRecord approved = approval(ApprovalState.APPROVED, BOB);

        // When // Then
        assertThat(people.actions(BOB, approved)).containsExactly(REVOKE);
        assertThat(people.actions(ADMIN, approved)).containsExactly(REVOKE);
        assertThat(people.actions(CAROL, approved)).isEmpty();
        assertThat(people.actions(ALICE, approved)).containsExactly(CANCEL);
    }

    @Test
    void offersNothingOnceItHasEndedAndNothingToAgents() {
        // Given
        Principal agent = new Principal(
                "bob", "bob", List.of("approvers"), "agent-7", "https://issuer.example", Optional.of("bob"));

        // When // Then
        assertThat(people.actions(BOB, approval(ApprovalState.EXECUTED, BOB))).isEmpty();
        assertThat(people.actions(ALICE, approval(ApprovalState.REJECTED))).isEmpty();
        assertThat(people.actions(agent, approval(ApprovalState.PENDING))).isEmpty();
    }

    @Test
    void showsAnApprovalToThoseWhomItConcerns() {
        // Given
        ApprovalRecord pending = approval(ApprovalState.PENDING);

        // When // Then
        assertThat(List.of(ALICE, BOB, CAROL, ADMIN)).allMatch(person -> people.maySee(person, pending));
        assertThat(people.maySee(STRANGER, pending)).isFalse();
        Principal namesake =
                new Principal("alice", "alice", List.of(), "", "https://other-issuer.example", Optional.empty());
        assertThat(people.maySee(namesake, pending)).isFalse();
    }

    static ApprovalRecord pending() {
        return approval(ApprovalState.PENDING);
    }

    private static Principal person(String subject, String... groups) {
        return new Principal(subject, subject, List.of(groups), "", ISSUER, Optional.empty());
    }

    private static ApprovalRecord approval(ApprovalState state, Principal... approved) {
        return ApprovalRecord.newBuilder()
                .setApprovalId(ID)
                .setState(state)
                .setDigest("00")
                .setSessionId("abcdefghij.s")
                .setMessageId("m")
                .setRequester(ALICE.toRecord())
                .setConnection("bank")
                .setMethod("tools/call")
                .setPayload(ByteBuffer.allocate(0))
                .setRule("large-transfer")
                .setPolicy(new PolicyRef("starter", 1, "00"))
                .setApproverGroups(List.of("approvers"))
                .setQuorum(2)
                .setRequestedAt(Instant.EPOCH)
                .setDecideBy(Instant.EPOCH)
                .setExecuteWithinMs(1)
                .setVotes(List.of(approved).stream()
                        .map(person -> new Vote("c", person.toRecord(), true, "fine", Instant.EPOCH))
                        .toList())
                .build();
    }
}
