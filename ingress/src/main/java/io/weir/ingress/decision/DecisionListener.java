/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

import io.weir.events.Verdict;

/** Waits for the decision on one message; exactly one of its methods is called, once. Neither may block. */
public interface DecisionListener {

    /**
     * The verdict, which is durable. Called on the mailbox's thread.
     *
     * @param offset where in the mailbox it stands
     */
    void decided(Verdict verdict, long offset);

    /** There is none; the message must not pass. */
    void undecided(Undecided why);
}
