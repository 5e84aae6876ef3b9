/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallLogTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void keepsTheNewestCallsAndShowsThatOlderOnesWere() {
        // Given
        CallLog log = new CallLog(2, CLOCK);
        // When
        for (String tool : new String[] {"a", "b", "c"}) {
            log.add(tool, Map.of("n", 1), "session", "none");
        }
        // Then
        assertThat(log.records()).extracting(CallRecord::tool).containsExactly("b", "c");
        assertThat(log.records()).extracting(CallRecord::sequence).containsExactly(2L, 3L);
        assertThat(log.records()).extracting(CallRecord::time).containsOnly("2026-01-01T00:00:00Z");
    }
}
