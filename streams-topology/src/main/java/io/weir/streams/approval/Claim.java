/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import java.util.Objects;

/**
 * The one execution of an approved request.
 *
 * @param messageId the message that claimed it
 * @param executor the exchange that executes it
 */
public record Claim(String messageId, Waiter executor) {
    public Claim {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(executor, "executor");
    }
}
