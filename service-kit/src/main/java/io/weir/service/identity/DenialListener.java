/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import io.undertow.server.HttpServerExchange;

/** Hears of every request that was turned away, to count or to record it. Must not block. */
@FunctionalInterface
public interface DenialListener {

    /** Called before the answer is sent. */
    void denied(HttpServerExchange exchange, Denial denial);

    /** Hears nothing. */
    static DenialListener none() {
        return (exchange, denial) -> {};
    }
}
