/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Waits for people. */
public record Pending(Terms terms, List<Ballot> ballots, Optional<Waiter> waiter) implements Approval {
    public Pending {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(waiter, "waiter");
        ballots = List.copyOf(ballots);
    }

    /** A new request. */
    public static Pending request(Terms terms, Waiter waiter) {
        return new Pending(terms, List.of(), Optional.of(waiter));
    }

    /** Counts a ballot: one rejection ends it, a quorum of approvals by distinct people approves it. */
    public Approval cast(Ballot ballot) {
        List<Ballot> all = new ArrayList<>(ballots);
        all.add(ballot);
        if (!ballot.approve()) {
            return end(all, ApprovalState.REJECTED, ballot.at());
        }
        long executeBy = ballot.at() + terms.hold().executeWithin().toMillis();
        return People.distinctApprovers(all) < terms.hold().quorum()
                ? new Pending(terms, all, waiter)
                : new Approved(terms, all, waiter, executeBy);
    }

    /** The requester takes it back. */
    public Ended cancel(long at) {
        return end(ballots, ApprovalState.CANCELLED, at);
    }

    /** Nobody decided in time. Ends at the deadline, whenever that is noticed. */
    public Ended expire() {
        return end(ballots, ApprovalState.EXPIRED, terms.decideBy());
    }

    private Ended end(List<Ballot> all, ApprovalState state, long at) {
        return new Ended(terms, all, waiter, state, at, OptionalLong.empty(), Optional.empty());
    }

    @Override
    public ApprovalState state() {
        return ApprovalState.PENDING;
    }

    @Override
    public OptionalLong deadline() {
        return OptionalLong.of(terms.decideBy());
    }

    @Override
    public Pending withWaiter(Optional<Waiter> newWaiter) {
        return new Pending(terms, ballots, newWaiter);
    }
}
