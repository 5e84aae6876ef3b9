/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until an answer is as it should be. */
final class Poll {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Poll() {}

    /**
     * The first answer that fits.
     *
     * @throws StoryException when there was none in time
     */
    static <T> T until(String what, Duration timeout, Supplier<T> ask, Predicate<T> fits) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            T answer = ask.get();
            if (fits.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new StoryException("waited " + timeout.toSeconds() + " s for " + what);
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }
}
