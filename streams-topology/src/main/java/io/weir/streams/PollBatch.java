/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What a thread sends while it works off the records of one poll: held until it has done so. Of one thread. */
final class PollBatch {
    /** So few are sent as they come: the first of them should not wait for the last. */
    private static final int FEW_RECORDS = 2;

    /** So many do not go into one request anyway. */
    private static final int MAX_HELD = 256;

    /** Where deciding takes so long, what is decided does not wait for the rest. */
    private static final long MAX_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final LongSupplier nanoTime;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holding;
    private long heldSince;

    /** @param nanoTime as {@link System#nanoTime} */
    PollBatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A poll brought so many records. */
    void polled(int records) {
        holding = records > FEW_RECORDS;
    }

    /** Sends now or, while a batch is worked off, with its end. */
    void send(Runnable sending) {
        if (!holding) {
            sending.run();
            return;
        }
        long now = nanoTime.getAsLong();
        if (held.isEmpty()) {
            heldSince = now;
        }
        held.add(sending);
        if (held.size() == MAX_HELD || now - heldSince > MAX_HELD_NANOS) {
            release();
        }
    }

    /** Sends what is held, in order. */
    void release() {
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** The records are worked off; sends what is held. */
    void end() {
        holding = false;
        release();
    }
}
