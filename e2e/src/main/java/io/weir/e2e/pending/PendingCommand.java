/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import io.weir.e2e.load.TemporaryDirectory;
import io.weir.e2e.node.NodeTools;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what real clients see of a call that waits for a person. */
@Command(
        name = "pending",
        mixinStandardHelpOptions = true,
        description = {
            "Measure what unmodified clients see of a call that waits for a person, with the gateway's default budgets.",
            "Takes seven minutes, or one with --quick. Needs Node and npm. Exits 1 where a client sees no clear state."
        })
public final class PendingCommand implements Callable<Integer> {
    /** The default of hold.budget.ms. */
    private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(15);

    /** So many that what takes ten rounds need not be waited for by others, and so few that none lacks the time to begin. */
    private static final int ABREAST = 14;

    @Option(names = "--quick", description = "With short budgets, a few at a time.")
    private boolean quick;

    @Option(names = "--client", paramLabel = "NAME", description = "Only this one, such as v2-modern.")
    private String client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryDirectory directory = new TemporaryDirectory("weir-pending")) {
            List<Client> clients = Pending.CLIENTS.stream()
                    .filter(each -> client == null || each.name().equals(client))
                    .toList();
            List<Cell> cells = Pending.measure(
                    quick ? PendingTable.SHORT : Map.of(),
                    quick ? PendingTable.SHORT_BUDGET : DEFAULT_BUDGET,
                    clients,
                    quick ? PendingTable.TOGETHER : ABREAST,
                    directory.path(),
                    out,
                    NodeTools.install("clients"),
                    NodeTools.install("conformance"));
            PendingTable.print(cells, out);
            return !cells.isEmpty() && cells.stream().allMatch(Cell::good) ? 0 : 1;
        }
    }
}
