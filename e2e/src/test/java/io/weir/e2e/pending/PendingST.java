/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.e2e.node.NodeOrSkip;
import io.weir.e2e.node.NodeTools;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every client gets the result of a held call, or a clear state before its own patience ends; none sees a bare timeout. */
class PendingST {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    @Test
    void everyClientSeesResultOrClearState() throws Exception {
        // Given
        NodeTools clients = NodeOrSkip.install("clients");
        NodeTools conformance = NodeOrSkip.install("conformance");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        // When
        List<Cell> cells = Pending.measure(
                PendingTable.SHORT,
                PendingTable.SHORT_BUDGET,
                Pending.CLIENTS,
                PendingTable.TOGETHER,
                directory,
                out,
                clients,
                conformance);
        // Then
        PendingTable.print(cells, out);
        assertThat(cells).hasSize(Pending.CLIENTS.size() * When.values().length).allMatch(Cell::good);
    }
}
