/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import io.weir.e2e.load.TemporaryDirectory;
import io.weir.e2e.node.NodeTools;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the conformance suite of MCP directly and through Weir, and compares check by check. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Run MCP's conformance suite on a server and on clients of our own, directly and through Weir,",
            "and compare check by check. Needs Node and npm. Exits 1 where Weir makes a difference."
        })
public final class ConformanceCommand implements Callable<Integer> {

    @Option(
            names = "--revision",
            paramLabel = "DATE",
            description = "One of MCP's revisions; repeatable (default: all).")
    private List<String> revisions = List.of();

    @Option(names = "--scenario", paramLabel = "NAME", description = "Run this one only.")
    private String scenario;

    @Option(names = "--server", description = "Only scenarios for servers.")
    private boolean server;

    @Option(names = "--client", description = "Only scenarios for clients.")
    private boolean client;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep in this new directory what was written.")
    private Path keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Installing the suite, where that has not been done.");
        out.flush();
        NodeTools node = NodeTools.install("conformance");
        try (TemporaryDirectory scratch = new TemporaryDirectory("weir-conformance-results")) {
            Path results = keep == null ? scratch.path() : Files.createDirectory(keep);
            return report(
                    out, Conformance.compare(node, revisions(), roles(), Optional.ofNullable(scenario), results, out));
        }
    }

    private static int report(PrintWriter out, List<Comparison> comparisons) {
        comparisons.forEach(comparison -> comparison.print(out));
        Map<String, List<String>> differing = new LinkedHashMap<>();
        comparisons.forEach(comparison -> differing.putAll(comparison.differing()));
        differing.forEach((scenario, checks) -> {
            out.printf("%n%s%n", scenario);
            checks.forEach(out::println);
        });
        out.printf("%n%s%n", verdict(comparisons, differing.size()));
        out.flush();
        boolean equal = differing.isEmpty() && comparisons.stream().noneMatch(Comparison::isWeak);
        return equal && !comparisons.isEmpty() ? 0 : 1;
    }

    private static String verdict(List<Comparison> comparisons, int differing) {
        if (comparisons.isEmpty()) {
            return "There is no such scenario.";
        }
        return differing == 0
                ? "Weir makes no difference."
                : "Scenarios that differ: " + differing + "; --keep DIR tells what was sent and received.";
    }

    private Set<Revision> revisions() {
        EnumSet<Revision> chosen = EnumSet.noneOf(Revision.class);
        revisions.forEach(date -> chosen.add(Revision.of(date)));
        return chosen.isEmpty() ? EnumSet.allOf(Revision.class) : chosen;
    }

    private Set<Role> roles() {
        if (server == client) {
            return EnumSet.allOf(Role.class);
        }
        return EnumSet.of(server ? Role.SERVER : Role.CLIENT);
    }
}
