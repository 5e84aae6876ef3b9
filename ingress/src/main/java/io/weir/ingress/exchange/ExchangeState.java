/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.decision.AnsweredRequest;

/**
 * How far a client's request has come. The methods of a state are its legal transitions; each is taken by one compare-and-set,
 * so that of two events that race exactly one acts, and the upstream is called at most once.
 *
 * <pre>
 * Awaiting ──forward──▶ Relayed ──▶ Concluding ──▶ Done
 *    │ └──hold──▶ Held ──▶ Claiming ──forward──▶ Relayed
 *    └──block──▶ Done
 * </pre>
 */
sealed interface ExchangeState {

    /** The request, or the claim to execute it, is in the log and has no verdict yet. */
    sealed interface Undecided extends ExchangeState {

        /** The verdict is FORWARD: from here on the upstream may have acted. */
        default Relayed forward(AnsweredRequest request, long dueNanos) {
            return new Relayed(request, dueNanos);
        }

        /** The verdict is HOLD. */
        default Held hold(String approvalId, String reason, long untilNanos) {
            return new Held(approvalId, reason, untilNanos);
        }

        /** The verdict is BLOCK, or there is none. */
        default Done end() {
            return new Done();
        }
    }

    /** Waits for its verdict. */
    record Awaiting() implements Undecided {}

    /** People have decided; waits for the verdict on the claim. */
    record Claiming(String approvalId) implements Undecided {}

    /**
     * Waits for people.
     *
     * @param reason why, for people
     * @param untilNanos when the client is told to come back
     */
    record Held(String approvalId, String reason, long untilNanos) implements ExchangeState {

        /** Nobody waits for it on a connection. */
        Held forLong() {
            return new Held(approvalId, reason, System.nanoTime() + Long.MAX_VALUE / 2);
        }

        /** People have decided. */
        Claiming claim() {
            return new Claiming(approvalId);
        }

        /** The client was told to come back, or has hung up. */
        Done end() {
            return new Done();
        }
    }

    /**
     * The upstream was called.
     *
     * @param dueNanos when the gateway gives up on it
     */
    record Relayed(AnsweredRequest request, long dueNanos) implements ExchangeState {

        /** The upstream has said something, if not yet the answer. */
        Relayed heard(long newDueNanos) {
            return new Relayed(request, newDueNanos);
        }

        /** The client took its request back. */
        Done end() {
            return new Done();
        }

        /** The answer came by an agent, and is decided already. */
        Done answered() {
            return new Done();
        }

        /** There is an answer, the upstream's or the gateway's own, and it is in the log. */
        Concluding conclude() {
            return new Concluding();
        }
    }

    /** The answer waits for its verdict. */
    record Concluding() implements ExchangeState {

        /** The client has its answer. */
        Done end() {
            return new Done();
        }
    }

    /** Over. */
    record Done() implements ExchangeState {}
}
