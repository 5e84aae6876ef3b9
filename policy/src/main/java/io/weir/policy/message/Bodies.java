/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static io.weir.policy.message.Treatment.BREAKS_MESSAGE;
import static io.weir.policy.message.Treatment.IDENTIFIER;

import java.util.HashMap;
import java.util.Map;

/** What {@code params} and {@code result} of each method hold, in all revisions and the Tasks extension together. */
final class Bodies {

    /** Of a method that is not known: nothing but its {@code _meta} can be told apart. */
    private static final Place UNKNOWN = new Place().inside(Places.META, "_meta");

    private static final Place PARAMS = new Place()
            .identifiers("cursor", "requestId", "progressToken", "taskId", "requestState", "elicitationId")
            .inside(new Place().words("ttl").identifiers("taskId"), "task")
            .inside(Places.META, "_meta");

    private static final Place SAMPLING = new Place()
            .with(PARAMS)
            .texts("systemPrompt", "stopSequences", "metadata")
            .words("includeContext", "maxTokens", "temperature")
            .inside(
                    new Place()
                            .words("costPriority", "speedPriority", "intelligencePriority")
                            .inside(new Place().texts("name"), "hints"),
                    "modelPreferences")
            .inside(Places.SAMPLING_MESSAGE, "messages")
            .inside(Places.TOOL_FOR_SAMPLING, "tools")
            .inside(new Place().words("mode"), "toolChoice");

    private static final Place ELICITATION = new Place()
            .with(PARAMS)
            .texts("message", "url")
            .words("mode")
            .inside(Places.FORM_SCHEMA, "requestedSchema");

    /** The client's results: of sampling, elicitation and roots; which of them, only the request says. */
    private static final Place INPUT_RESPONSE = new Place()
            .texts("model")
            .words("role", "stopReason", "action")
            .inside(Places.CONTENT_OR_FORM, "content")
            .inside(Places.ROOT, "roots")
            .inside(Places.META, "_meta");

    /** The method may stand behind the params, so these are read as what any of the three can have. */
    private static final Place INPUT_REQUEST =
            new Place().identifiers("method").inside(new Place().with(SAMPLING).with(ELICITATION), "params");

    private static final Place WITH_RESPONSES =
            new Place().with(PARAMS).inside(Places.byIdentifier(INPUT_RESPONSE), "inputResponses");

    private static final Place TASK = new Place()
            .identifiers("taskId")
            .texts("statusMessage")
            .words("status", "createdAt", "lastUpdatedAt", "ttl", "ttlMs", "pollInterval", "pollIntervalMs");

    private static final Place RESULT = new Place()
            .with(TASK)
            .identifiers("nextCursor", "requestState", "resultType")
            .words("cacheScope")
            .inside(TASK, "task", "tasks")
            .inside(Places.byIdentifier(INPUT_REQUEST), "inputRequests")
            .inside(Places.META, "_meta");

    private static final Place TOOL_RESULT = new Place()
            .with(RESULT)
            .texts("isError")
            .inside(Places.CONTENT, "content")
            .inside(Place.FREE, "structuredContent");

    private static final Place SERVER_INFO = new Place()
            .with(RESULT)
            .texts("instructions")
            .words("protocolVersion", "supportedVersions")
            .inside(Places.CAPABILITIES, "capabilities")
            .inside(Places.IMPLEMENTATION, "serverInfo");

    /** What a task ends with is the result of some method. */
    private static final Place RESULT_OF_TASK =
            new Place().with(RESULT).with(TOOL_RESULT).with(INPUT_RESPONSE);

    private static final Place DETAILED_TASK =
            new Place().with(RESULT).inside(RESULT_OF_TASK, "result").inside(Places.ERROR, "error");

    private static final Place UNKNOWN_MESSAGE = message(UNKNOWN, UNKNOWN);

    private static final Map<String, Place> PARAMS_OF = new HashMap<>();
    private static final Map<String, Place> RESULT_OF = new HashMap<>();
    private static final Map<String, Place> MESSAGES;

    static {
        server();
        tools();
        prompts();
        resources();
        client();
        tasks();
        notifications();
        Map<String, Place> messages = new HashMap<>(ChatBodies.messages());
        Methods.all()
                .forEach(method -> messages.put(
                        method,
                        message(PARAMS_OF.getOrDefault(method, PARAMS), RESULT_OF.getOrDefault(method, RESULT))));
        MESSAGES = Map.copyOf(messages);
    }

    private Bodies() {}

    /** A message of this method, or a response to it. */
    static Place message(String method) {
        return MESSAGES.getOrDefault(method, UNKNOWN_MESSAGE);
    }

    static Place message(Place params, Place result) {
        return new Place()
                .identifiers("jsonrpc", "id", "method")
                .inside(params, "params")
                .inside(result, "result")
                .inside(Places.ERROR, "error");
    }

    private static void server() {
        PARAMS_OF.put(
                "initialize",
                params().words("protocolVersion")
                        .inside(Places.CAPABILITIES, "capabilities")
                        .inside(Places.IMPLEMENTATION, "clientInfo"));
        RESULT_OF.put("initialize", SERVER_INFO);
        RESULT_OF.put("server/discover", SERVER_INFO);
        PARAMS_OF.put("logging/setLevel", params().words("level"));
        PARAMS_OF.put(
                "subscriptions/listen",
                params().inside(filter().values(BREAKS_MESSAGE, "resourceSubscriptions"), "notifications"));
        PARAMS_OF.put(
                "completion/complete",
                params().inside(
                                new Place()
                                        .words("type")
                                        .values(BREAKS_MESSAGE, "name", "uri")
                                        .texts("title"),
                                "ref")
                        .inside(new Place().values(BREAKS_MESSAGE, "name").texts("value"), "argument")
                        .inside(new Place().texts("arguments"), "context"));
        RESULT_OF.put(
                "completion/complete", result().inside(new Place().texts("values", "total", "hasMore"), "completion"));
    }

    private static void tools() {
        RESULT_OF.put(Methods.TOOLS_LIST, result().inside(Places.TOOL, "tools"));
        PARAMS_OF.put(
                Methods.TOOLS_CALL,
                new Place().with(WITH_RESPONSES).values(BREAKS_MESSAGE, "name").texts("arguments"));
        RESULT_OF.put(Methods.TOOLS_CALL, TOOL_RESULT);
    }

    private static void prompts() {
        RESULT_OF.put(Methods.PROMPTS_LIST, result().inside(Places.PROMPT, "prompts"));
        PARAMS_OF.put(
                Methods.PROMPTS_GET,
                new Place().with(WITH_RESPONSES).values(BREAKS_MESSAGE, "name").texts("arguments"));
        RESULT_OF.put(Methods.PROMPTS_GET, result().texts("description").inside(Places.PROMPT_MESSAGE, "messages"));
    }

    private static void resources() {
        RESULT_OF.put(Methods.RESOURCES_LIST, result().inside(Places.RESOURCE, "resources"));
        RESULT_OF.put(Methods.TEMPLATES_LIST, result().inside(Places.RESOURCE, "resourceTemplates"));
        Place uri = new Place().with(WITH_RESPONSES).values(BREAKS_MESSAGE, "uri");
        PARAMS_OF.put(Methods.RESOURCES_READ, uri);
        PARAMS_OF.put("resources/subscribe", uri);
        PARAMS_OF.put("resources/unsubscribe", uri);
        Place contents = new Place().with(Places.RESOURCE_CONTENTS).values(BREAKS_MESSAGE, "uri");
        RESULT_OF.put(Methods.RESOURCES_READ, result().inside(contents, "contents"));
    }

    private static void client() {
        PARAMS_OF.put("sampling/createMessage", SAMPLING);
        RESULT_OF.put(
                "sampling/createMessage",
                result().texts("model").words("role", "stopReason").inside(Places.SAMPLING_CONTENT, "content"));
        PARAMS_OF.put("elicitation/create", ELICITATION);
        RESULT_OF.put("elicitation/create", result().words("action").texts("content"));
        RESULT_OF.put("roots/list", result().inside(Places.ROOT, "roots"));
    }

    private static void tasks() {
        PARAMS_OF.put("tasks/update", WITH_RESPONSES);
        RESULT_OF.put("tasks/get", DETAILED_TASK);
        RESULT_OF.put("tasks/cancel", DETAILED_TASK);
        RESULT_OF.put("tasks/result", RESULT_OF_TASK);
        Place status = new Place().with(DETAILED_TASK).with(PARAMS);
        PARAMS_OF.put("notifications/tasks", status);
        PARAMS_OF.put("notifications/tasks/status", status);
    }

    private static void notifications() {
        PARAMS_OF.put("notifications/message", params().words("level").texts("logger", "data"));
        PARAMS_OF.put("notifications/progress", params().texts("progress", "total", "message"));
        PARAMS_OF.put("notifications/cancelled", params().texts("reason"));
        PARAMS_OF.put("notifications/resources/updated", params().texts("uri", "title"));
        PARAMS_OF.put(
                "notifications/subscriptions/acknowledged",
                params().inside(filter().texts("resourceSubscriptions"), "notifications"));
    }

    private static Place filter() {
        return new Place()
                .texts("toolsListChanged", "promptsListChanged", "resourcesListChanged")
                .values(IDENTIFIER, "taskIds");
    }

    private static Place params() {
        return new Place().with(PARAMS);
    }

    private static Place result() {
        return new Place().with(RESULT);
    }
}
