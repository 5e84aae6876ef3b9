/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.audit;

import java.util.concurrent.TimeUnit;

/** So many a second, with one second's worth of burst. Thread-safe. */
final class RateLimit {
    private final long intervalNanos;
    private final long burstNanos;
    // The time up to which everything is used; a generic cell rate algorithm.
    private long usedUpTo;
    private boolean started;

    RateLimit(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("perSecond must be at least 1");
        }
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.burstNanos = TimeUnit.SECONDS.toNanos(1);
    }

    synchronized boolean tryAcquire(long nowNanos) {
        if (!started || usedUpTo - nowNanos < 0) {
            started = true;
            usedUpTo = nowNanos;
        }
        if (usedUpTo - nowNanos > burstNanos - intervalNanos) {
            return false;
        }
        usedUpTo += intervalNanos;
        return true;
    }
}
