/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Remembers what both sides saw: what must not be, how often everything else was, and when the upstream was away. Thread-safe. */
final class Witness {
    private static final int MAX_TOLD = 40;
    /** Connections that were kept over an outage break at their next use. */
    private static final long AFTERMATH_NANOS = 1_000_000_000L;

    private record Outage(long begin, long end) {}

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final LongAdder wrongs = new LongAdder();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();
    private final List<Outage> outages = new CopyOnWriteArrayList<>();
    private volatile long awaySince;

    /** Something happened that must not. */
    void wrong(String what) {
        wrongs.increment();
        if (wrong.size() < MAX_TOLD) {
            wrong.add(what);
        }
    }

    /** Something happened that may. */
    void count(String what) {
        counts.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    /** It happened so often more. */
    void count(String what, long times) {
        counts.computeIfAbsent(what, w -> new LongAdder()).add(times);
    }

    /** A client sends a request of this exchange. */
    void sends(String tag) {
        sent.computeIfAbsent(tag, t -> new AtomicInteger()).incrementAndGet();
    }

    /** A client's request was taken: there was an answer by HTTP, if not yet the whole of it. */
    void accepted(String tag) {
        accepted.computeIfAbsent(tag, t -> new AtomicInteger()).incrementAndGet();
    }

    void upstreamLeaves() {
        awaySince = System.nanoTime();
    }

    void upstreamIsBack() {
        outages.add(new Outage(awaySince, System.nanoTime() + AFTERMATH_NANOS));
        awaySince = 0;
    }

    /** Whether the upstream was away at some time since then, or is. */
    boolean outageSince(long startedNanos) {
        long away = awaySince;
        return away != 0 || outages.stream().anyMatch(outage -> outage.end - startedNanos > 0);
    }

    int outages() {
        return outages.size();
    }

    /** How often something happened. */
    long counted(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** By name. */
    Map<String, LongAdder> counts() {
        return new TreeMap<>(counts);
    }

    Map<String, AtomicInteger> sent() {
        return sent;
    }

    int accepted(String tag, int otherwise) {
        AtomicInteger count = accepted.get(tag);
        return count == null ? otherwise : count.get();
    }

    /** How many things were wrong. */
    long wrongs() {
        return wrongs.sum();
    }

    /** The first of what was wrong. */
    List<String> wrong() {
        return new ArrayList<>(wrong);
    }
}
