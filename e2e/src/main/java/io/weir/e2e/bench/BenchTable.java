/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.e2e.load.ClosedLoop.Result;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the benchmark prints: a line for each way and number of clients, then the two figures that matter. */
final class BenchTable {
    private static final double MAX_ADDED_LATENCY = 2.0;
    private static final double MIN_THROUGHPUT = 0.4;

    private final PrintWriter out;
    private final StringBuilder verdict = new StringBuilder();

    BenchTable(PrintWriter out, int recordBytes) {
        this.out = out;
        out.printf("%nrecords of %d bytes on the average%n", recordBytes);
        out.printf(
                "%-8s %-9s %10s %10s %10s %10s %14s %14s%n",
                "clients", "way", "p50 ms", "p99 ms", "calls/s", "CPU µs", "Weir/this p50", "Weir/this c/s");
    }

    void row(int clients, Map<String, Result> results) {
        Result weir = results.get("weir");
        results.forEach((way, result) -> out.printf(
                Locale.ROOT,
                "%-8d %-9s %10.2f %10.2f %10.0f %10.0f %14.2f %14.2f%n",
                clients,
                way,
                result.p50Micros() / 1e3,
                result.p99Micros() / 1e3,
                result.perSecond(),
                result.cpuMicros(),
                weir.p50Micros() / result.p50Micros(),
                weir.perSecond() / result.perSecond()));
        out.flush();
        if (results.keySet().containsAll(Set.of("upstream", "floor"))) {
            judge(clients, results.get("upstream"), weir, results.get("floor"));
        }
    }

    void verdict() {
        out.print(verdict);
        out.flush();
    }

    private void judge(int clients, Result upstream, Result weir, Result floor) {
        if (clients == 1) {
            double added = (weir.p50Micros() - upstream.p50Micros()) / floor.p50Micros();
            verdict.append(String.format(
                    Locale.ROOT,
                    "added latency, 1 client, p50: %.2f x the floor (at most %.1f)%n",
                    added,
                    MAX_ADDED_LATENCY));
        } else {
            verdict.append(String.format(
                    Locale.ROOT,
                    "throughput, %d clients: %.2f x the floor's (at least %.1f)%n",
                    clients,
                    weir.perSecond() / floor.perSecond(),
                    MIN_THROUGHPUT));
        }
    }
}
