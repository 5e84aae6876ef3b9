/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import static io.weir.streams.approval.ApprovalFixtures.ADMIN;
import static io.weir.streams.approval.ApprovalFixtures.ALICE;
import static io.weir.streams.approval.ApprovalFixtures.ASKED_AT;
import static io.weir.streams.approval.ApprovalFixtures.BOB;
import static io.weir.streams.approval.ApprovalFixtures.CAROL;
import static io.weir.streams.approval.ApprovalFixtures.DAVE;
import static io.weir.streams.approval.ApprovalFixtures.DECIDE_BY;
import static io.weir.streams.approval.ApprovalFixtures.RULES;
import static io.weir.streams.approval.ApprovalFixtures.WAITER;
import static io.weir.streams.approval.ApprovalFixtures.accepted;
import static io.weir.streams.approval.ApprovalFixtures.agentOf;
import static io.weir.streams.approval.ApprovalFixtures.approve;
import static io.weir.streams.approval.ApprovalFixtures.command;
import static io.weir.streams.approval.ApprovalFixtures.pending;
import static io.weir.streams.approval.ApprovalFixtures.refused;
import static io.weir.streams.approval.ApprovalFixtures.reject;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalRulesTest {

    @Test
    void oneApprovalIsEnoughForAQuorumOfOne() {
        // When
        Approval after = accepted(pending(1), approve(BOB));

        // Then
        assertThat(after).isInstanceOfSatisfying(Approved.class, approved -> {
            assertThat(approved.executeBy()).isEqualTo(ASKED_AT + 1 + 300_000);
            assertThat(approved.waiter()).contains(WAITER);
        });
    }

    @Test
    void aQuorumCountsDistinctPeople() {
        // Given
        Approval once = accepted(pending(2), approve(BOB));

        // Then
        assertThat(once.state()).isEqualTo(ApprovalState.PENDING);
        assertThat(refused(once, approve(BOB))).contains("distinct people");
        assertThat(accepted(once, approve(CAROL)).state()).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anAgentAndItsPersonCountAsOne() {
        // Given
        Approval once = accepted(pending(2), approve(BOB));

        // Then
        assertThat(refused(once, approve(agentOf("bobs-agent", "bob", "approvers"))))
                .contains("distinct people");
    }

    @Test
    void nobodyDecidesOnTheirOwnRequest() {
        // Then: not even an administrator who is in the approvers' group
        assertThat(refused(pending(1), approve(ALICE))).contains("own request");
        assertThat(refused(pending(1), reject(ALICE))).contains("own request");
    }

    @Test
    void neitherTheDelegatorNorTheAgentOfTheRequesterDecides() {
        // Given
        Pending byAgent = pending(agentOf("agent", "bob", "analysts"), 1);

        // Then
        assertThat(refused(byAgent, approve(BOB))).contains("own request");
        assertThat(refused(pending(1), approve(agentOf("agent", "alice", "approvers"))))
                .contains("own request");
    }

    @Test
    void anotherIssuersSubjectIsAnotherPerson() {
        // Given
        var otherAlice = new io.weir.model.Principal("alice", "", ALICE.groups(), "client", "other", Optional.empty());

        // Then
        assertThat(accepted(pending(1), approve(otherAlice)).state()).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void onlyTheApproversGroupsDecide() {
        // Then
        assertThat(refused(pending(1), approve(DAVE))).contains("none of the groups");
        assertThat(refused(pending(1), approve(ADMIN))).contains("none of the groups");
    }

    @Test
    void oneRejectionEndsIt() {
        // Given
        Approval once = accepted(pending(2), approve(BOB));

        // When
        Approval after = accepted(once, reject(BOB));

        // Then
        assertThat(after.state()).isEqualTo(ApprovalState.REJECTED);
        assertThat(refused(after, approve(CAROL))).contains("rejected");
    }

    @Test
    void theSameCommandIsOneVote() {
        // Given
        Command command = approve(BOB);
        Approval once = accepted(pending(2), command);

        // When
        Ruling again = RULES.judge(once, command);

        // Then
        assertThat(again).isEqualTo(new Ruling.Accepted(once));
    }

    @Test
    void anotherDigestIsAnotherRequest() {
        // Given
        Command other = new Command("c", ApprovalAction.APPROVE, BOB, "", Optional.of("other"), ASKED_AT + 1);

        // Then
        assertThat(refused(pending(1), other)).contains("digest");
    }

    @Test
    void anApprovalAtTheDeadlineIsTooLate() {
        // Then
        assertThat(refused(pending(1), command(ApprovalAction.APPROVE, BOB, DECIDE_BY)))
                .contains("over");
        assertThat(accepted(pending(1), command(ApprovalAction.APPROVE, BOB, DECIDE_BY - 1))
                        .state())
                .isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anExpiredOneCannotBeApproved() {
        // Given
        Ended expired = pending(1).expire();

        // Then
        assertThat(expired.endedAt()).isEqualTo(DECIDE_BY);
        assertThat(refused(expired, approve(BOB))).contains("expired");
    }

    @Test
    void anApprovalIsRevokedByItsApproverOrAnAdministratorUntilItIsClaimed() {
        // Given
        Approval approved = accepted(pending(1), approve(BOB));
        Claimed claimed = ((Approved) approved).claim(new Claim("message-2", WAITER));

        // Then
        assertThat(refused(approved, command(ApprovalAction.REVOKE, CAROL, ASKED_AT + 2)))
                .contains("may revoke");
        assertThat(accepted(approved, command(ApprovalAction.REVOKE, BOB, ASKED_AT + 2))
                        .state())
                .isEqualTo(ApprovalState.REVOKED);
        assertThat(accepted(approved, command(ApprovalAction.REVOKE, ADMIN, ASKED_AT + 2))
                        .state())
                .isEqualTo(ApprovalState.REVOKED);
        assertThat(refused(claimed, command(ApprovalAction.REVOKE, BOB, ASKED_AT + 2)))
                .contains("claimed");
    }

    @Test
    void onlyTheRequesterCancels() {
        // Then
        assertThat(refused(pending(1), command(ApprovalAction.CANCEL, BOB, ASKED_AT + 1)))
                .contains("Only the requester");
        assertThat(accepted(pending(1), command(ApprovalAction.CANCEL, ALICE, ASKED_AT + 1))
                        .state())
                .isEqualTo(ApprovalState.CANCELLED);
    }

    @Test
    void moreApprovalsThanNeededChangeNothing() {
        // Given
        Approval approved = accepted(pending(1), approve(BOB));

        // Then
        assertThat(refused(approved, approve(CAROL))).contains("approved");
    }

    @Test
    void anUnknownCommandIsRefused() {
        // Then
        assertThat(refused(pending(1), command(ApprovalAction.UNKNOWN, BOB, ASKED_AT + 1)))
                .contains("does not know");
    }
}
