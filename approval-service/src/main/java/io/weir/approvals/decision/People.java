/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.model.Principal;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may see an approval and what they may do with it. Enforcement decides; this tells people beforehand what it will
 * say, and explains its refusals.
 */
final class People {

    private final Collection<String> adminGroups;

    People(Collection<String> adminGroups) {
        this.adminGroups = List.copyOf(adminGroups);
    }

    /** Those who may decide, who asked, and administrators. */
    boolean maySee(Principal person, ApprovalRecord approval) {
        return isRequester(person, approval)
                || person.inAnyGroup(approval.getApproverGroups())
                || person.inAnyGroup(adminGroups);
    }

    /** Whether this kind of person may ever do this to this approval, whatever its state. */
    boolean isEntitled(Principal person, ApprovalAction action, ApprovalRecord approval) {
        return switch (action) {
            case APPROVE, REJECT -> !isRequester(person, approval) && person.inAnyGroup(approval.getApproverGroups());
            case REVOKE -> approved(person, approval) || person.inAnyGroup(adminGroups);
            case CANCEL -> isRequester(person, approval);
            case ACCEPT_TOOL, UNKNOWN -> false;
        };
    }

    /** What this person can do now. */
    List<ApprovalAction> actions(Principal person, ApprovalRecord approval) {
        if (person.onBehalfOf().isPresent()) {
            return List.of();
        }
        return Stream.of(ApprovalAction.APPROVE, ApprovalAction.REJECT, ApprovalAction.REVOKE, ApprovalAction.CANCEL)
                .filter(action -> isPossible(person, action, approval))
                .filter(action -> isEntitled(person, action, approval))
                .toList();
    }

    private static boolean isPossible(Principal person, ApprovalAction action, ApprovalRecord approval) {
        boolean pending = approval.getState() == ApprovalState.PENDING;
        boolean approved = approval.getState() == ApprovalState.APPROVED;
        return switch (action) {
            case APPROVE -> pending && !approved(person, approval);
            case REJECT -> pending;
            case REVOKE -> approved;
            case CANCEL -> pending || approved;
            case ACCEPT_TOOL, UNKNOWN -> false;
        };
    }

    private static boolean isRequester(Principal person, ApprovalRecord approval) {
        Principal requester = Principal.from(approval.getRequester());
        return requester.key().equals(person.key());
    }

    private static boolean approved(Principal person, ApprovalRecord approval) {
        return approval.getVotes().stream()
                .anyMatch(vote -> vote.getApprove()
                        && Principal.from(vote.getPrincipal()).key().equals(person.key()));
    }
}
