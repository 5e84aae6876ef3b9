/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A request that waits, or waited, for people. */
public sealed interface Approval permits Pending, Approved, Claimed, Ended {

    Terms terms();

    /** In the order in which they were cast. */
    List<Ballot> ballots();

    /** The exchange whose client is told what becomes of it. */
    Optional<Waiter> waiter();

    ApprovalState state();

    /** The same, with another waiter or none. */
    Approval withWaiter(Optional<Waiter> waiter);

    /** When the state runs out of time, in milliseconds since the epoch. */
    default OptionalLong deadline() {
        return OptionalLong.empty();
    }

    default String id() {
        return terms().approvalId();
    }

    /** A new client waits; it takes the place of one that waited before. */
    default Approval attach(Waiter newWaiter) {
        return withWaiter(Optional.of(newWaiter));
    }

    /** Nobody waits in this exchange any more; no change if another one waits. */
    default Approval detach(String exchangeId) {
        boolean waits = waiter().filter(w -> w.exchangeId().equals(exchangeId)).isPresent();
        return waits ? withWaiter(Optional.empty()) : this;
    }

    /**
     * Whether an identical request belongs to this approval. It does until the requester was told how it ended; after
     * that it is a new request.
     */
    default boolean answersRepeats() {
        return true;
    }

    /** The ballot of a command that was already counted. */
    default Optional<Ballot> ballotOf(String commandId) {
        return ballots().stream().filter(b -> b.commandId().equals(commandId)).findFirst();
    }
}
