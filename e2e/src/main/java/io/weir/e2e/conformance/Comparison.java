/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * What one revision's scenarios for one role said, directly and through Weir.
 *
 * @param expected checks that pass directly, at least; 0 where only some scenarios ran
 */
record Comparison(Revision revision, Role role, Map<String, Checks> direct, Map<String, Checks> through, int expected) {

    private static final String ROW = "  %-50s %14s %14s%s%n";

    /** What is wrong, a paragraph each; empty when Weir makes no difference. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String scenario : scenarios()) {
            for (String difference : of(direct, scenario).differences(of(through, scenario))) {
                problems.add("%s %s %s: %s".formatted(revision, role, scenario, difference));
            }
        }
        long passed = sum(direct, Checks::passed);
        if (passed < expected) {
            problems.add("%s %s: directly %d checks pass, not %d; the comparison is worth less than it was"
                    .formatted(revision, role, passed, expected));
        }
        return problems;
    }

    /** A line for each scenario: checks passed and failed, directly and through Weir. */
    void print(PrintWriter out) {
        out.printf("%n%s, %s scenarios: checks passed/failed%n", revision, role);
        out.printf(ROW, "scenario", Way.DIRECT, Way.THROUGH, "");
        for (String scenario : scenarios()) {
            Checks here = of(direct, scenario);
            Checks there = of(through, scenario);
            String mark = here.differences(there).isEmpty() ? "" : "   <-- differs";
            out.printf(ROW, scenario, cell(here), cell(there), mark);
        }
        out.printf(ROW, "total", total(direct), total(through), "");
        out.flush();
    }

    private Set<String> scenarios() {
        Set<String> names = new TreeSet<>(direct.keySet());
        names.addAll(through.keySet());
        return names;
    }

    private static Checks of(Map<String, Checks> results, String scenario) {
        return results.getOrDefault(scenario, Checks.NONE);
    }

    private static String cell(Checks checks) {
        return figures(checks.passed(), checks.failed(), checks.warned());
    }

    private static String total(Map<String, Checks> results) {
        return figures(sum(results, Checks::passed), sum(results, Checks::failed), sum(results, Checks::warned));
    }

    private static String figures(long passed, long failed, long warned) {
        return passed + "/" + failed + (warned == 0 ? "" : " +" + warned + "w");
    }

    private static long sum(Map<String, Checks> results, ToLongFunction<Checks> figure) {
        return results.values().stream().mapToLong(figure).sum();
    }
}
