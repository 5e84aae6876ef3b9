/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * What one revision's scenarios for one role said, directly and through Weir.
 *
 * @param expected checks that pass directly, at least; 0 where only some scenarios ran
 */
record Comparison(Revision revision, Role role, Map<String, Checks> direct, Map<String, Checks> through, int expected) {

    private static final String ROW = "  %-50s %14s %14s%s%n";

    /** The scenarios that Weir makes a difference to, each with its revision and role, and the checks that differ. */
    Map<String, List<String>> differing() {
        Map<String, List<String>> differing = new TreeMap<>();
        for (String scenario : scenarios()) {
            List<String> differences = of(direct, scenario).differences(of(through, scenario));
            if (!differences.isEmpty()) {
                differing.put("%s %s %s".formatted(revision, role, scenario), differences);
            }
        }
        return differing;
    }

    /** Whether fewer checks pass directly than did: equality is worth less then. */
    boolean isWeak() {
        return sum(direct, Checks::passed) < expected;
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
        String mark = isWeak() ? "   <-- directly not " + expected : "";
        out.printf(ROW, "total", total(direct), total(through), mark);
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
