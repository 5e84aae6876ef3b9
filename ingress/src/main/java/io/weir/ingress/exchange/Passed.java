/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** What became of a client's message that wants no answer. */
public enum Passed {
    /** The upstream has it, or policy decided that it gets nothing: either way the client has done its part. */
    ACCEPTED,
    /** An answer to no open request. */
    UNEXPECTED,
    /** The upstream does not know the session any more. */
    SESSION_GONE,
    /** The upstream does not offer to end sessions. */
    NOT_OFFERED,
    /** The upstream could not be reached or took it for wrong. */
    UPSTREAM_FAILED,
    /** The upstream did not take it in time. */
    UPSTREAM_TIMEOUT,
    /** There was no decision; it was not passed on. */
    UNDECIDED
}
