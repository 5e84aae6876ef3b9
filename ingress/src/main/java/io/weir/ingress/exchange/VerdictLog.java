/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Verdict;

/** The verdicts of the past, to be read again. */
public interface VerdictLog {

    /** Takes what is read. Called by one thread at a time. */
    interface Reader {
        /** One verdict of the session, in the order of the log; false if no more are wanted. */
        boolean take(Verdict verdict, long offset);

        /**
         * Everything was read.
         *
         * @param next the first offset that was not looked at
         */
        void end(long next);

        /** The log cannot be read now. */
        void failed();
    }

    /**
     * Reads a session's verdicts in a mailbox, up to what is in it now; does not block.
     *
     * @param from the first offset to look at
     */
    void read(int mailbox, long from, String sessionId, Reader reader);
}
