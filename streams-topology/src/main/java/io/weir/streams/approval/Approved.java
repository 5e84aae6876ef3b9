/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * May be claimed once.
 *
 * @param executeBy when a claim is too late, in milliseconds since the epoch
 */
public record Approved(Terms terms, List<Ballot> ballots, Optional<Waiter> waiter, long executeBy) implements Approval {
    public Approved {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(waiter, "waiter");
        ballots = List.copyOf(ballots);
    }

    /** The identical request came (back) and is executed now. */
    public Claimed claim(Claim claim) {
        return new Claimed(terms, ballots, Optional.of(claim.executor()), executeBy, claim);
    }

    /** An approver or administrator takes the approval back. */
    public Ended revoke(long at) {
        return end(ApprovalState.REVOKED, at);
    }

    /** The requester takes it back. */
    public Ended cancel(long at) {
        return end(ApprovalState.CANCELLED, at);
    }

    /** Nobody claimed it in time. Ends at the deadline, whenever that is noticed. */
    public Ended expire() {
        return end(ApprovalState.EXPIRED, executeBy);
    }

    private Ended end(ApprovalState state, long at) {
        return new Ended(terms, ballots, waiter, state, at, OptionalLong.of(executeBy), Optional.empty());
    }

    @Override
    public ApprovalState state() {
        return ApprovalState.APPROVED;
    }

    @Override
    public OptionalLong deadline() {
        return OptionalLong.of(executeBy);
    }

    @Override
    public Approved withWaiter(Optional<Waiter> newWaiter) {
        return new Approved(terms, ballots, newWaiter, executeBy);
    }
}
