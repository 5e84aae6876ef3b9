/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalState;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Final. The waiter is who was told the end; none as long as nobody was, and then the next identical request is.
 *
 * @param state EXECUTED, FAILED, UNKNOWN, REJECTED, EXPIRED, CANCELLED or REVOKED
 * @param endedAt milliseconds since the epoch
 * @param executeBy until when it could be claimed; absent if it was never approved
 * @param claim absent if it was never executed
 */
public record Ended(
        Terms terms,
        List<Ballot> ballots,
        Optional<Waiter> waiter,
        ApprovalState state,
        long endedAt,
        OptionalLong executeBy,
        Optional<Claim> claim)
        implements Approval {

    private static final Set<ApprovalState> FINAL = EnumSet.of(
            ApprovalState.EXECUTED,
            ApprovalState.FAILED,
            ApprovalState.UNKNOWN,
            ApprovalState.REJECTED,
            ApprovalState.EXPIRED,
            ApprovalState.CANCELLED,
            ApprovalState.REVOKED);

    public Ended {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(waiter, "waiter");
        Objects.requireNonNull(executeBy, "executeBy");
        Objects.requireNonNull(claim, "claim");
        ballots = List.copyOf(ballots);
        if (!FINAL.contains(state)) {
            throw new IllegalArgumentException(state + " is not final");
        }
    }

    @Override
    public boolean answersRepeats() {
        return waiter.isEmpty();
    }

    @Override
    public Ended withWaiter(Optional<Waiter> newWaiter) {
        return new Ended(terms, ballots, newWaiter, state, endedAt, executeBy, claim);
    }
}
