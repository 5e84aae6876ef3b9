/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

/** Why a message got no verdict. It must then not pass. */
public enum Undecided {
    /** None came in time; one that comes later is ignored. */
    TIMEOUT,
    /** The message could not be written to the log. */
    LOG_UNAVAILABLE
}
