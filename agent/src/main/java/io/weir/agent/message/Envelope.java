/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

/**
 * What a JSON-RPC message says of itself.
 *
 * @param kind what it is
 * @param id null if it has none
 * @param method empty for a response
 * @param name {@code params.name} or {@code params.uri}; empty if there is neither
 * @param taskId {@code params.taskId}; empty if there is none
 * @param progressToken {@code params._meta.progressToken}, by which a request asks for progress; or null
 * @param notifiedToken {@code params.progressToken}, by which a notification tells of progress; or null
 * @param requestId {@code params.requestId}, which a cancellation names; or null
 * @param subscriptionId the {@code subscriptionId} in the {@code _meta} of params or result; or null
 */
public record Envelope(
        Kind kind,
        Span id,
        String method,
        String name,
        String taskId,
        Span progressToken,
        Span notifiedToken,
        Span requestId,
        Span subscriptionId) {

    /** What a message is (JSON-RPC 2.0, sections 4 and 5). */
    public enum Kind {
        /** Has a method and an id. */
        REQUEST,
        /** Has a method and no id. */
        NOTIFICATION,
        /** Has a result or an error. */
        RESPONSE
    }

    /** Takes a request back (MCP, "Cancellation"). */
    public static final String CANCELLED = "notifications/cancelled";

    /** Tells how far a request has come (MCP, "Progress"). */
    public static final String PROGRESS = "notifications/progress";

    /** Opens a session; neither it nor what comes of it can be cancelled. */
    public static final String INITIALIZE = "initialize";

    /** Asks for a stream of changes, which is answered only at its end (MCP 2026-07-28, "Subscriptions"). */
    public static final String LISTEN = "subscriptions/listen";

    /** Whether it is a notification of this method. */
    public boolean notifies(String wanted) {
        return kind == Kind.NOTIFICATION && method.equals(wanted);
    }
}
