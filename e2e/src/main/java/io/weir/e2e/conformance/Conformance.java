/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import io.weir.e2e.node.NodeTools;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Runs the suite both ways. */
final class Conformance {
    private static final String CLIENT = "node client/main.mjs";

    private final Suite suite;
    private final Setup setup;
    private final Optional<String> only;
    private final PrintWriter out;

    /**
     * @param only the scenario to run; all when empty
     * @param out is told what is going on
     */
    private Conformance(Suite suite, Setup setup, Optional<String> only, PrintWriter out) {
        this.suite = suite;
        this.setup = setup;
        this.only = only;
        this.out = out;
    }

    /**
     * Compares revision by revision, role by role.
     *
     * @param only the scenario to run; all when empty
     * @param results a directory for all that is written
     * @param out is told what is going on
     */
    static List<Comparison> compare(
            NodeTools node,
            Set<Revision> revisions,
            Set<Role> roles,
            Optional<String> only,
            Path results,
            PrintWriter out)
            throws IOException, InterruptedException {
        List<Comparison> comparisons = new ArrayList<>();
        try (Setup setup = new Setup(node, results)) {
            Conformance conformance = new Conformance(new Suite(node, results), setup, only, out);
            for (Revision revision : revisions) {
                for (Role role : roles) {
                    conformance.compare(revision, role).ifPresent(comparisons::add);
                }
            }
        }
        return comparisons;
    }

    /** Empty where the suite has no scenarios. */
    private Optional<Comparison> compare(Revision revision, Role role) throws IOException, InterruptedException {
        List<Scenario> scenarios = scenarios(revision, role);
        if (scenarios.isEmpty()) {
            return Optional.empty();
        }
        Map<Way, Map<String, Checks>> results = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            out.printf("%s %s scenarios, %s ", revision, role, way);
            out.flush();
            long started = System.nanoTime();
            results.put(way, run(revision, role, way, scenarios));
            out.printf(" %.1f s%n", (System.nanoTime() - started) / 1e9);
            out.flush();
        }
        int expected = only.isPresent() ? 0 : revision.checks(role);
        return Optional.of(new Comparison(revision, role, results.get(Way.DIRECT), results.get(Way.THROUGH), expected));
    }

    private List<Scenario> scenarios(Revision revision, Role role) throws IOException, InterruptedException {
        return suite.scenarios(role).stream()
                .filter(scenario -> only.map(scenario.name()::equals).orElse(true))
                .filter(scenario -> scenario.isOf(revision) || (only.isPresent() && scenario.isOfAnExtension()))
                .filter(scenario -> !scenario.isAboutTokens())
                .toList();
    }

    private Map<String, Checks> run(Revision revision, Role role, Way way, List<Scenario> scenarios)
            throws IOException, InterruptedException {
        Path output = Path.of(revision.toString(), role + "-" + way.name().toLowerCase(Locale.ROOT));
        if (role == Role.SERVER) {
            return suite.onServer(setup.server(way), serverScenarios(revision), output, this::dot);
        }
        Map<String, Checks> results = new TreeMap<>();
        for (Scenario scenario : scenarios) {
            dot();
            results.put(
                    scenario.name(),
                    suite.onClient(CLIENT, scenario.name(), revision, setup.clientEnvironment(way), output));
        }
        return results;
    }

    private List<String> serverScenarios(Revision revision) {
        // Forced: scenarios of extensions are in a revision's list of requirements, but apply to no revision.
        return only.map(name -> List.of("--scenario", name, "--spec-version", revision.toString(), "--force"))
                .orElseGet(revision::allServerScenarios);
    }

    private void dot() {
        out.print('.');
        out.flush();
    }
}
