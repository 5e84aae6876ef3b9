/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.Vote;
import java.util.EnumSet;
import java.util.Set;

/** How an approval stands, in words for the one who asked. */
final class Endings {
    private static final Set<ApprovalState> OPEN =
            EnumSet.of(ApprovalState.PENDING, ApprovalState.APPROVED, ApprovalState.CLAIMED);

    private Endings() {}

    static boolean isOpen(ApprovalRecord approval) {
        return OPEN.contains(approval.getState());
    }

    /** People have done their part: it was approved, or it ended. */
    static boolean isDecided(ApprovalRecord approval) {
        return approval.getState() == ApprovalState.APPROVED || !isOpen(approval);
    }

    /** How far along an approval is: a later one has a higher rank, or as high a rank and more votes. */
    static int progress(ApprovalRecord approval) {
        int rank = switch (approval.getState()) {
            case PENDING -> 0;
            case APPROVED -> 1;
            case CLAIMED -> 2;
            default -> 3;
        };
        return rank * 10_000 + approval.getVotes().size();
    }

    static String describe(ApprovalRecord approval) {
        String request = "Request " + approval.getApprovalId();
        return switch (approval.getState()) {
            case PENDING -> request + " waits for approval.";
            case APPROVED -> request + " is approved.";
            case CLAIMED -> request + " is approved and is being executed. Repeat the call to learn how it ended.";
            case EXECUTED ->
                request + " was executed already, but its answer could not be delivered. A further call is a new"
                        + " request.";
            case FAILED -> request + " was approved, but could not be executed. A further call is a new request.";
            case UNKNOWN ->
                request + " was approved and sent on, but whether it was carried out is not known. Find that out"
                        + " first: a further call is a new request.";
            case REJECTED -> request + " was rejected" + because(approval) + ".";
            case EXPIRED -> request + " expired: " + expiry(approval) + ". A further call is a new request.";
            case CANCELLED -> request + " was cancelled.";
            case REVOKED -> request + " was approved, but the approval was revoked.";
            default -> request + " is in a state that this version of Weir does not know.";
        };
    }

    private static String because(ApprovalRecord approval) {
        return approval.getVotes().stream()
                .filter(vote -> !vote.getApprove())
                .map(Vote::getReason)
                .filter(reason -> !reason.isBlank())
                .findFirst()
                .map(reason -> ": " + reason)
                .orElse("");
    }

    private static String expiry(ApprovalRecord approval) {
        return approval.getExecuteBy() == null ? "nobody decided in time" : "it was approved, but not executed in time";
    }
}
