/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of messages and exchanges: UUID version 7 (RFC 9562 section 5.7), in the order in which this process made them. */
public final class MessageIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicLong LAST = new AtomicLong();

    private MessageIds() {}

    /** A new id, greater (as text) than every one before it from this process. */
    public static String next() {
        // Milliseconds and a 12-bit counter in one number (RFC 9562 section 6.2, method 1); a clock that steps back, or
        // more than 4096 ids in a millisecond, only let the number run ahead of the clock.
        long now = System.currentTimeMillis() << 12;
        long ticks = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = ((ticks >>> 12) << 16) | 0x7000L | (ticks & 0xfff);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
