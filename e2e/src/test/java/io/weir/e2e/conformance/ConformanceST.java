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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** MCP's conformance suite ends each check the same, directly and through Weir, in every revision. */
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
                node, EnumSet.allOf(Revision.class), EnumSet.allOf(Role.class), Optional.empty(), results, out);
        // Then
        comparisons.forEach(comparison -> comparison.print(out));
        Map<String, List<String>> differing = new TreeMap<>();
        comparisons.forEach(comparison -> differing.putAll(comparison.differing()));
        assertThat(differing).isEmpty();
        assertThat(comparisons).noneMatch(Comparison::isWeak);
    }
}
