/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** Something with deadlines. */
interface Timed {

    /** Does what is due; called several times a second, by one thread. Must not block. */
    void tick(long nowNanos);
}
