/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Under randomised traffic nothing reaches whom it is not for, and nothing is left open. */
class TrafficST {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    @Test
    void everyoneGetsTheirOwnAndEveryExchangeEnds() throws Exception {
        // Given
        int exchanges = Integer.getInteger("weir.traffic.exchanges", 2_000);
        long seed =
                Long.getLong("weir.traffic.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        // When
        List<String> wrong = Traffic.run(exchanges, seed, directory.resolve("data"), out);
        // Then
        assertThat(wrong).as("with -Dweir.traffic.seed=%d", seed).isEmpty();
    }
}
