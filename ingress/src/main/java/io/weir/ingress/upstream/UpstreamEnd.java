/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

/**
 * How an upstream call ended.
 *
 * @param kind what it means for the message that was sent
 * @param reason for people; holds nothing that the upstream said
 * @param status the HTTP status that said so; 0 where none did
 */
public record UpstreamEnd(Kind kind, String reason, int status) {

    /** What it means for the message that was sent. */
    public enum Kind {
        /** The answer's body ended properly. */
        COMPLETE,
        /** The upstream took the message and has nothing to say (202, 204). */
        ACCEPTED,
        /** The message was certainly not delivered. */
        UNREACHABLE,
        /** The message may have been delivered; the answer did not arrive in full. */
        BROKEN,
        /** The answer is none that MCP knows. */
        INVALID,
        /** The upstream does not know its session any more (404). */
        SESSION_GONE,
        /** The upstream does not offer this (405). */
        NOT_OFFERED,
        /** The gateway broke it off. */
        CANCELLED
    }

    /** The gateway could not go on. */
    public static final UpstreamEnd CUT = of(Kind.BROKEN, "The stream cannot be gone on with");

    /** An end that no HTTP status told. */
    public static UpstreamEnd of(Kind kind, String reason) {
        return new UpstreamEnd(kind, reason, 0);
    }

    /** The answer is none. */
    public static UpstreamEnd invalid(String reason) {
        return of(Kind.INVALID, reason);
    }

    /** The answer has an HTTP status that no answer should have. */
    public static UpstreamEnd status(Kind kind, int status) {
        return new UpstreamEnd(kind, "The upstream answered with HTTP status " + status, status);
    }

    /** Whether the message was taken, with or without an answer. */
    public boolean isAccepted() {
        return kind == Kind.ACCEPTED || kind == Kind.COMPLETE;
    }
}
