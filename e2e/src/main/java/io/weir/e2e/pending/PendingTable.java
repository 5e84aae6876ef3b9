/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cells as a table, and the settings with which it does not take long. */
final class PendingTable {
    /** Short enough for a test, and longer than a person with an API needs. */
    static final Map<String, String> SHORT =
            Map.of("hold.budget.ms", "4000", "hold.leg.ms", "700", "hold.progress.ms", "500");

    static final Duration SHORT_BUDGET = Duration.ofSeconds(4);
    /** Each is a process or two. */
    static final int TOGETHER = 6;

    private PendingTable() {}

    static void print(List<Cell> cells, PrintWriter out) {
        Map<Client, Map<When, Cell>> rows = new LinkedHashMap<>();
        cells.forEach(cell -> rows.computeIfAbsent(cell.client(), c -> new EnumMap<>(When.class))
                .put(cell.when(), cell));
        out.printf("%n| client | approved %s | approved %s | approved %s |%n", When.WITHIN, When.AFTER, When.NEVER);
        out.println("| --- | --- | --- | --- |");
        rows.forEach((client, row) -> out.printf(
                "| %s | %s | %s | %s |%n", client, row.get(When.WITHIN), row.get(When.AFTER), row.get(When.NEVER)));
        out.flush();
    }
}
