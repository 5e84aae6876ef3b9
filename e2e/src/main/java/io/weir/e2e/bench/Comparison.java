/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.e2e.load.ClosedLoop.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the ways did in each round. */
final class Comparison {
    private final List<String> ways;
    private final List<Map<String, Result>> rounds = new ArrayList<>();

    /** @param ways in the order in which they are told */
    Comparison(List<String> ways) {
        this.ways = ways;
    }

    List<String> ways() {
        return ways;
    }

    /** One round: each way's result, by its name. */
    void add(Map<String, Result> round) {
        rounds.add(round);
    }

    /** The median over the rounds of a figure of one way. */
    double median(String way, ToDoubleFunction<Result> figure) {
        return median(round -> figure.applyAsDouble(round.get(way)));
    }

    /** The median over the rounds of a figure that compares ways within a round. */
    double median(ToDoubleFunction<Map<String, Result>> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
