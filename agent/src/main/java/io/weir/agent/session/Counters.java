/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted.
 *
 * @param dropped lines of servers that were not passed on
 * @param started processes
 */
public record Counters(LongAdder dropped, LongAdder started) {

    /** Nothing yet. */
    public static Counters zero() {
        return new Counters(new LongAdder(), new LongAdder());
    }
}
