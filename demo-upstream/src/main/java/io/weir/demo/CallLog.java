/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The newest calls in order of their arrival. Old ones are dropped when there are too many; the sequence shows it. */
final class CallLog {

    private final int capacity;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<CallRecord> records = new ArrayDeque<>();
    private long count;

    CallLog(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    void add(String tool, Map<String, Object> arguments, String session, String authorization) {
        lock.lock();
        try {
            records.addLast(
                    new CallRecord(++count, clock.instant().toString(), tool, arguments, session, authorization));
            if (records.size() > capacity) {
                records.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    List<CallRecord> records() {
        lock.lock();
        try {
            return List.copyOf(records);
        } finally {
            lock.unlock();
        }
    }
}
