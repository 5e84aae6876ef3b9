/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.e2e.node.NodeOrSkip;
import io.weir.e2e.node.NodeTools;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** MCP's conformance suite ends each check the same, directly and through Weir, in the revisions that {@link Revision#COMPARED} lists. */
class ConformanceST {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path results;

    @Test
    void everyCheckEndsTheSameThroughWeir() throws Exception {
        // Given
        NodeTools node = NodeOrSkip.install("conformance");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        // When
        List<Comparison> comparisons = Conformance.compare(
                node, EnumSet.copyOf(Revision.COMPARED), EnumSet.allOf(Role.class), Optional.empty(), results, out);
        // Then
        comparisons.forEach(comparison -> comparison.print(out));
        assertThat(comparisons)
                .isNotEmpty()
                .flatExtracting(Comparison::problems)
                .isEmpty();
    }
}
