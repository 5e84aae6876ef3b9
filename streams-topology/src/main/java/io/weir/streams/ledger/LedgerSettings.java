/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import java.time.Duration;
import java.util.Objects;

/**
 * What the ledger has to know.
 *
 * @param sessionPartitions partitions of {@code weir.journal}
 * @param dedupeRetention how long, in the verdicts' own time, the ledger remembers what it has recorded; must be longer than
 *     any delay with which enforcement can repeat itself
 */
public record LedgerSettings(int sessionPartitions, Duration dedupeRetention) {
    public LedgerSettings {
        Objects.requireNonNull(dedupeRetention, "dedupeRetention");
        if (sessionPartitions < 1) {
            throw new IllegalArgumentException("session partitions must be at least 1, not " + sessionPartitions);
        }
    }

    public static LedgerSettings of(int sessionPartitions) {
        return new LedgerSettings(sessionPartitions, Duration.ofHours(1));
    }
}
