/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.e2e.load.ClosedLoop;
import io.weir.e2e.load.ClosedLoop.Result;
import java.io.PrintWriter;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Load before anything is measured, until the JVM has compiled what it runs: on two cores that takes two minutes, during which
 * the compiler takes half of them. What is to be compared takes turns, since code that was compiled before another way was ever
 * taken is thrown away when that one begins.
 */
final class WarmUp {
    /** Of a turn's time. The compiler never falls quite silent. */
    private static final double QUIET = 0.15;

    private static final Duration TURN = Duration.ofSeconds(8);
    private static final Duration TURN_OF_OTHERS = Duration.ofSeconds(3);

    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final PrintWriter out;
    private final int clients;

    WarmUp(PrintWriter out, int clients) {
        this.out = out;
        this.clients = clients;
    }

    /** Something to be measured besides the main thing, and by how many clients. */
    record Other(int clients, Callable<ClosedLoop.Client> client) {}

    /** Runs turns until two in a row were quiet, or the time is over. */
    void run(Duration atMost, Callable<ClosedLoop.Client> main, Iterable<Other> others) throws Exception {
        long end = System.nanoTime() + atMost.toNanos();
        int quiet = 0;
        while (quiet < 2 && System.nanoTime() < end) {
            long before = compiler.getTotalCompilationTime();
            Result result = ClosedLoop.run(clients, Duration.ZERO, TURN, main);
            double share = (compiler.getTotalCompilationTime() - before) / (double) TURN.toMillis();
            quiet = share < QUIET ? quiet + 1 : 0;
            out.printf(
                    "warming up: %.0f calls/s, the compiler busy for %.0f %% of the time%n",
                    result.perSecond(), 100 * share);
            out.flush();
            for (Other other : others) {
                ClosedLoop.run(other.clients(), Duration.ZERO, TURN_OF_OTHERS, other.client());
            }
        }
    }
}
