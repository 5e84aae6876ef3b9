/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import java.time.Duration;

/**
 * Bounds of what is under way.
 *
 * @param maxPending most exchanges at a time, at least 1
 * @param maxStreams most open GET streams, at least 1
 * @param maxTasks most calls that wait for people as tasks, at least 0
 * @param holdBudget how long a held request waits before its client is told to come back
 * @param holdLeg how long it waits before a client that asks again by itself is told to
 * @param progressInterval time between progress notifications while a request is held
 */
public record ExchangeSettings(
        int maxPending,
        int maxStreams,
        int maxTasks,
        Duration holdBudget,
        Duration holdLeg,
        Duration progressInterval) {

    /** Checks the ranges. */
    public ExchangeSettings {
        if (maxPending < 1 || maxStreams < 1) {
            throw new IllegalArgumentException("maxPending and maxStreams must be at least 1");
        }
    }
}
