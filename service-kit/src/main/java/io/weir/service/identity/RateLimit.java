/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import java.util.concurrent.TimeUnit;

/** So many a second, with one second's worth of burst. Thread-safe. */
public final class RateLimit {

    private final long intervalNanos;
    private long usedUpTo;
    private boolean started;

    /**
     * A limit that starts with a full burst.
     *
     * @param perSecond at least 1
     */
    public RateLimit(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("perSecond must be at least 1");
        }
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /**
     * Whether one more is within the limit; counts it if so.
     *
     * @param nowNanos of {@link System#nanoTime()}
     */
    public synchronized boolean tryAcquire(long nowNanos) {
        if (!started || usedUpTo - nowNanos < 0) {
            started = true;
            usedUpTo = nowNanos;
        }
        if (usedUpTo - nowNanos > TimeUnit.SECONDS.toNanos(1) - intervalNanos) {
            return false;
        }
        usedUpTo += intervalNanos;
        return true;
    }
}
