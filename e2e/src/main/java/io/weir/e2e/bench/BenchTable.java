/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.e2e.load.ClosedLoop.Result;
import io.weir.e2e.load.Form;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

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
                "%-10s %-8s %-9s %10s %10s %10s %10s %14s %14s%n",
                "form", "clients", "way", "p50 ms", "p99 ms", "calls/s", "CPU µs", "Weir/this p50", "Weir/this c/s");
    }

    void row(Form form, int clients, Comparison comparison) {
        for (String way : comparison.ways()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %-8d %-9s %10.2f %10.2f %10.0f %10.0f %14.2f %14.2f%n",
                    form,
                    clients,
                    way,
                    comparison.median(way, Result::p50Micros) / 1e3,
                    comparison.median(way, Result::p99Micros) / 1e3,
                    comparison.median(way, Result::perSecond),
                    comparison.median(way, Result::cpuMicros),
                    comparison.median(round -> ratio(round, way, Result::p50Micros)),
                    comparison.median(round -> ratio(round, way, Result::perSecond)));
        }
        out.flush();
        if (form == Form.JSON && comparison.ways().containsAll(Set.of("upstream", "floor"))) {
            judge(clients, comparison);
        }
    }

    private static double ratio(Map<String, Result> round, String way, ToDoubleFunction<Result> figure) {
        return figure.applyAsDouble(round.get("weir")) / figure.applyAsDouble(round.get(way));
    }

    void verdict() {
        out.print(verdict);
        out.flush();
    }

    private void judge(int clients, Comparison comparison) {
        if (clients == 1) {
            double added = comparison.median(BenchTable::added);
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
                    comparison.median(round -> ratio(round, "floor", Result::perSecond)),
                    MIN_THROUGHPUT));
        }
    }

    private static double added(Map<String, Result> round) {
        return (round.get("weir").p50Micros() - round.get("upstream").p50Micros())
                / round.get("floor").p50Micros();
    }
}
