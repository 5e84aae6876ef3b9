/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.events.Direction;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The methods of MCP 2024-11-05 to 2026-07-28 and of its Tasks extension, by who may send them. All revisions together:
 * what an upstream of another revision does not know, it refuses itself.
 */
public final class Methods {

    public static final String TOOLS_CALL = "tools/call";
    public static final String TOOLS_LIST = "tools/list";

    /** Opens a session. */
    public static final String INITIALIZE = "initialize";

    public static final String PROMPTS_GET = "prompts/get";
    public static final String PROMPTS_LIST = "prompts/list";
    public static final String RESOURCES_READ = "resources/read";
    public static final String RESOURCES_LIST = "resources/list";
    public static final String TEMPLATES_LIST = "resources/templates/list";

    private static final Set<String> CLIENT_REQUESTS = Set.of(
            "initialize",
            "server/discover",
            "ping",
            TOOLS_LIST,
            TOOLS_CALL,
            PROMPTS_LIST,
            PROMPTS_GET,
            RESOURCES_LIST,
            TEMPLATES_LIST,
            RESOURCES_READ,
            "subscriptions/listen",
            "resources/subscribe",
            "resources/unsubscribe",
            "completion/complete",
            "logging/setLevel",
            "tasks/get",
            "tasks/result",
            "tasks/list",
            "tasks/update",
            "tasks/cancel");

    private static final Set<String> SERVER_REQUESTS = Set.of(
            "ping",
            "sampling/createMessage",
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
            "notifications/subscriptions/acknowledged",
            "notifications/tasks",
            "notifications/tasks/status");

    /** Those whose {@code params.name} or {@code params.uri} says what is asked for. */
    private static final Set<String> NAMED =
            Set.of(TOOLS_CALL, PROMPTS_GET, RESOURCES_READ, "resources/subscribe", "resources/unsubscribe");

    private static final Set<String> TASK_RESULTS = Set.of("tasks/get", "tasks/result", "notifications/tasks");

    private Methods() {}

    /** True if a supported revision has this request in this direction. */
    public static boolean isKnownRequest(String method, Direction direction) {
        return (direction == Direction.CLIENT_TO_SERVER ? CLIENT_REQUESTS : SERVER_REQUESTS).contains(method);
    }

    /** True if a supported revision has this notification in this direction. */
    public static boolean isKnownNotification(String method, Direction direction) {
        return (direction == Direction.CLIENT_TO_SERVER ? CLIENT_NOTIFICATIONS : SERVER_NOTIFICATIONS).contains(method);
    }

    /** Every method of the supported revisions. */
    static Stream<String> all() {
        return Stream.of(CLIENT_REQUESTS, SERVER_REQUESTS, CLIENT_NOTIFICATIONS, SERVER_NOTIFICATIONS)
                .flatMap(Set::stream)
                .distinct();
    }

    /** True if a message of this method, or the response to it, may hold the result of another one. */
    public static boolean carriesTaskResult(String method) {
        return TASK_RESULTS.contains(method);
    }

    /** True if the request says by {@code params.name} or {@code params.uri} what it asks for. */
    public static boolean isNamed(String method) {
        return NAMED.contains(method);
    }
}
