/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import java.util.Objects;

/**
 * An exchange whose client waits, and where to reach it.
 *
 * @param mailbox partition of {@code weir.verdicts}
 * @param epoch the process that has the exchange, {@code INSTANCE:UUID}
 */
public record Waiter(String exchangeId, int mailbox, String epoch) {
    public Waiter {
        Objects.requireNonNull(exchangeId, "exchangeId");
        Objects.requireNonNull(epoch, "epoch");
    }
}
