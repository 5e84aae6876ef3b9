/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says when the next part of an answer is due: a decision on each token would cost more than it is worth. For one answer. */
final class PartTimer {
    private final ScheduledExecutorService timer;
    private final long intervalNanos;
    private long nextNanos;
    private boolean begun;
    private boolean waiting;

    PartTimer(ScheduledExecutorService timer, Duration interval) {
        this.timer = timer;
        this.intervalNanos = interval.toNanos();
    }

    /** Whether a part may go now; if not, {@code later} is run when it may. The caller sees to it that this is called by one thread at a time. */
    boolean isDue(Runnable later) {
        long now = System.nanoTime();
        if (!begun || nextNanos - now <= 0) {
            begun = true;
            nextNanos = now + intervalNanos;
            return true;
        }
        if (!waiting) {
            waiting = true;
            schedule(later, nextNanos - now);
        }
        return false;
    }

    /** What was to be run later runs now. */
    void isLater() {
        waiting = false;
    }

    private void schedule(Runnable task, long nanos) {
        try {
            Future<?> unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Stopping: the answer's end tells the rest.
            waiting = true;
        }
    }
}
