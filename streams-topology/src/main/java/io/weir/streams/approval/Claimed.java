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
 * Is being executed. The waiter is the executing exchange, as long as its client is there to be told the result.
 *
 * @param executeBy until when it could be claimed, in milliseconds since the epoch
 */
public record Claimed(Terms terms, List<Ballot> ballots, Optional<Waiter> waiter, long executeBy, Claim claim)
        implements Approval {
    public Claimed {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(waiter, "waiter");
        Objects.requireNonNull(claim, "claim");
        ballots = List.copyOf(ballots);
    }

    /** The upstream answered. */
    public Ended executed(long at) {
        return end(ApprovalState.EXECUTED, at);
    }

    /** The upstream was not called, or could not be. */
    public Ended failed(long at) {
        return end(ApprovalState.FAILED, at);
    }

    /** The upstream was called, and whether it acted cannot be known. Never executed again. */
    public Ended unknown(long at) {
        return end(ApprovalState.UNKNOWN, at);
    }

    private Ended end(ApprovalState state, long at) {
        return new Ended(terms, ballots, waiter, state, at, OptionalLong.of(executeBy), Optional.of(claim));
    }

    @Override
    public ApprovalState state() {
        return ApprovalState.CLAIMED;
    }

    @Override
    public Claimed withWaiter(Optional<Waiter> newWaiter) {
        return new Claimed(terms, ballots, newWaiter, executeBy, claim);
    }
}
