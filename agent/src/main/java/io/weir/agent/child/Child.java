/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import io.weir.policy.resource.Target;
import java.time.Duration;

/** A server's process. Thread-safe; no method blocks. */
public interface Child {

    /** Hears of a process; not after {@link #ended}. Called by the process' own threads, which may block: it is then read no further. */
    interface Listener {
        /** A line that it wrote. */
        void line(byte[] line);

        /** It wrote a line that is too long, which was dropped. */
        void tooLong();

        /** It is gone, or will be in a moment; called once. */
        void ended(ChildEnd end);
    }

    /** Starts it; what is sent before it runs waits. */
    void start();

    /**
     * Sends a line, in the order of the calls.
     *
     * @return false if the process does not read, or is gone
     */
    boolean send(byte[] line);

    /**
     * Ends it: in order if it lets itself be ended in order. What was sent before is still written.
     *
     * @param reason for people
     */
    void end(String reason);

    /** Waits for the end of the process and of all that it has started; whether it came in time. Blocks. */
    boolean awaitGone(Duration timeout);

    /** Makes processes. */
    @FunctionalInterface
    interface Factory {
        /** A process that is yet to be started. */
        Child create(Target.Stdio target, Listener listener);
    }
}
