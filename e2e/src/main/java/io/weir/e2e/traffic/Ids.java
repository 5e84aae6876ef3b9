/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.util.concurrent.atomic.AtomicInteger;

/** Request ids that are as hard to tell apart as JSON-RPC allows: 1, "1", 2, "2", …, the same in every session. */
final class Ids {
    private Ids() {}

    static String next(AtomicInteger counter) {
        return of(counter.getAndIncrement());
    }

    /** @param number from 0 */
    static String of(int number) {
        int value = number / 2 + 1;
        return number % 2 == 0 ? String.valueOf(value) : "\"" + value + "\"";
    }
}
