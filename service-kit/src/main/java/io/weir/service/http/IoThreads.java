/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

/** How many threads read and write the sockets of one kind. */
public final class IoThreads {
    /**
     * For half of the cores: these threads never block, and what they hand on needs cores as well. More of them find less to do each
     * time that they wake, and waking is what costs.
     */
    public static final int COUNT = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private IoThreads() {}
}
