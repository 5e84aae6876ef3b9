/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.events.Direction;
import java.util.Set;

/** The methods of MCP 2025-03-26, 2025-06-18 and 2025-11-25, by who may send them. */
public final class Methods {

    public static final String TOOLS_CALL = "tools/call";
    static final String SAMPLING = "sampling/createMessage";

    private static final Set<String> CLIENT_REQUESTS = Set.of(
            "initialize",
            "ping",
            "tools/list",
            TOOLS_CALL,
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "completion/complete",
            "logging/setLevel",
            "tasks/get",
            "tasks/result",
            "tasks/list",
            "tasks/cancel");

    private static final Set<String> SERVER_REQUESTS = Set.of(
            "ping",
            SAMPLING,
            "roots/list",
            "elicitation/create",
            "tasks/get",
            "tasks/result",
            "tasks/list",
            "tasks/cancel");

    private static final Set<String> CLIENT_NOTIFICATIONS = Set.of(
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/progress",
            "notifications/roots/list_changed",
            "notifications/tasks/status");

    private static final Set<String> SERVER_NOTIFICATIONS = Set.of(
            "notifications/cancelled",
            "notifications/progress",
            "notifications/message",
            "notifications/resources/updated",
            "notifications/resources/list_changed",
            "notifications/tools/list_changed",
            "notifications/prompts/list_changed",
            "notifications/elicitation/complete",
            "notifications/tasks/status");

    /** Those whose {@code params.name} or {@code params.uri} says what is asked for. */
    private static final Set<String> NAMED =
            Set.of(TOOLS_CALL, "prompts/get", "resources/read", "resources/subscribe", "resources/unsubscribe");

    private Methods() {}

    /** True if a supported revision has this request in this direction. */
    public static boolean isKnownRequest(String method, Direction direction) {
        return (direction == Direction.CLIENT_TO_SERVER ? CLIENT_REQUESTS : SERVER_REQUESTS).contains(method);
    }

    /** True if a supported revision has this notification in this direction. */
    public static boolean isKnownNotification(String method, Direction direction) {
        return (direction == Direction.CLIENT_TO_SERVER ? CLIENT_NOTIFICATIONS : SERVER_NOTIFICATIONS).contains(method);
    }

    /** True if a supported revision has this method at all. */
    static boolean isKnown(String method) {
        return CLIENT_REQUESTS.contains(method)
                || SERVER_REQUESTS.contains(method)
                || CLIENT_NOTIFICATIONS.contains(method)
                || SERVER_NOTIFICATIONS.contains(method);
    }

    /** True if the request says by {@code params.name} or {@code params.uri} what it asks for. */
    public static boolean isNamed(String method) {
        return NAMED.contains(method);
    }
}
