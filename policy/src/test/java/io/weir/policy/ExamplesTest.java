/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of MCP 2026-07-28's schema, as messages. */
class ExamplesTest {

    /** The methods of results, and what surrounds an example that is no message by itself. */
    private static final Map<String, String> METHODS = Map.ofEntries(
            Map.entry("CallTool", "tools/call"),
            Map.entry("Complete", "completion/complete"),
            Map.entry("CreateMessage", "sampling/createMessage"),
            Map.entry("Discover", "server/discover"),
            Map.entry("Elicit", "elicitation/create"),
            Map.entry("GetPrompt", "prompts/get"),
            Map.entry("InputRequired", "tools/call"),
            Map.entry("ListPrompts", "prompts/list"),
            Map.entry("ListResourceTemplates", "resources/templates/list"),
            Map.entry("ListResources", "resources/list"),
            Map.entry("ListRoots", "roots/list"),
            Map.entry("ListTools", "tools/list"),
            Map.entry("ReadResource", "resources/read"),
            Map.entry("SubscriptionsListen", "subscriptions/listen"),
            Map.entry("Paginated", "tools/list"),
            Map.entry("ElicitRequestForm", "elicitation/create"),
            Map.entry("ElicitRequestURL", "elicitation/create"),
            Map.entry("Cancelled", "notifications/cancelled"),
            Map.entry("LoggingMessage", "notifications/message"),
            Map.entry("Progress", "notifications/progress"),
            Map.entry("ResourceUpdated", "notifications/resources/updated"));

    private static final String TOOL_RESULT = "tools/call;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[%s]}}";
    private static final String FORM =
            "elicitation/create;{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"elicitation/create\","
                    + "\"params\":{\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"p\":%s}}}}";
    private static final String SAMPLE = "sampling/createMessage;{\"jsonrpc\":\"2.0\",\"id\":1,"
            + "\"method\":\"sampling/createMessage\",\"params\":{\"maxTokens\":1,\"messages\":[%s]}}";
    private static final String SAMPLED = "sampling/createMessage;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"role\":"
            + "\"assistant\",\"model\":\"m\",\"content\":%s}}";
    private static final String ERROR = "tools/call;{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":%s}";

    private static final Map<String, String> AROUND = Map.ofEntries(
            Map.entry("AudioContent", TOOL_RESULT),
            Map.entry("EmbeddedResource", TOOL_RESULT),
            Map.entry("ImageContent", TOOL_RESULT),
            Map.entry("ResourceLink", TOOL_RESULT),
            Map.entry("TextContent", TOOL_RESULT),
            Map.entry("ToolUseContent", SAMPLED),
            Map.entry("ToolResultContent", SAMPLED),
            Map.entry("SamplingMessage", SAMPLE),
            Map.entry("BooleanSchema", FORM),
            Map.entry("NumberSchema", FORM),
            Map.entry("StringSchema", FORM),
            Map.entry("TitledMultiSelectEnumSchema", FORM),
            Map.entry("TitledSingleSelectEnumSchema", FORM),
            Map.entry("UntitledMultiSelectEnumSchema", FORM),
            Map.entry("UntitledSingleSelectEnumSchema", FORM),
            Map.entry("InternalError", ERROR),
            Map.entry("InvalidParamsError", ERROR),
            Map.entry("MethodNotFoundError", ERROR),
            Map.entry("ParseError", ERROR),
            Map.entry(
                    "BlobResourceContents",
                    "resources/read;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"contents\":[%s]}}"),
            Map.entry(
                    "TextResourceContents",
                    "resources/read;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"contents\":[%s]}}"),
            Map.entry(
                    "ClientCapabilities",
                    "initialize;{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":%s}}"),
            Map.entry(
                    "ServerCapabilities",
                    "server/discover;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"capabilities\":%s}}"),
            Map.entry(
                    "InputRequests",
                    "tools/call;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":%s}}"),
            Map.entry(
                    "InputResponses",
                    "tools/call;{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"n\",\"inputResponses\":%s}}"),
            Map.entry(
                    "ModelPreferences",
                    "sampling/createMessage;{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{\"modelPreferences\":%s}}"),
            Map.entry("Resource", "resources/list;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resources\":[%s]}}"),
            Map.entry("Root", "roots/list;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"roots\":[%s]}}"),
            Map.entry("Tool", "tools/list;{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[%s]}}"));

    private static final Set<String> IDENTIFIERS = Set.of(
            "jsonrpc",
            "id",
            "method",
            "cursor",
            "nextCursor",
            "requestState",
            "resultType",
            "progressToken",
            "taskId",
            "requestId",
            "toolUseId",
            "type",
            "role",
            "mimeType",
            "action",
            "level",
            "ttlMs",
            "mode",
            "stopReason",
            "audience",
            "lastModified",
            "supportedVersions",
            "$schema",
            "code",
            "supported",
            "requested");

    private static final CompiledPolicy FINDS_NOTHING = Policies.withRules("""
            - {name: masks, mask: {entities: [CREDIT_CARD, IBAN], patterns: [{entity: X, regex: 'no-such-[0-9]text'}], in: [requests, responses]}}
            - {name: blocks, block: {entities: [CREDIT_CARD, IBAN]}}
            - {name: hides, when: 'mcp.tool.name == "no_such"', block: {}}
            """);

    /** In the record of every message; on the way of none of the other direction. */
    private static final List<CompiledPolicy> MASK_EVERYTHING =
            List.of(everything("requests", "SERVER_TO_CLIENT"), everything("responses", "CLIENT_TO_SERVER"));

    private record Example(String name, GovernedMessage message) {}

    private static CompiledPolicy everything(String in, String direction) {
        return Policies.withRules("- {name: all, when: 'mcp.direction == \"" + direction
                + "\"', mask: {patterns: [{entity: X, regex: '(?s).+'}], in: [" + in + "]}}");
    }

    @Test
    void passesEveryExampleAsItCame() throws IOException {
        for (Example example : examples()) {
            // When
            Decision decision = Decider.decide(FINDS_NOTHING, example.message());

            // Then
            assertThat(decision.outcome()).as(example.name()).isEqualTo(Outcome.FORWARD);
            assertThat(text(decision.payload()))
                    .as(example.name())
                    .isEqualTo(text(example.message().payload())
                            .replace("\"cacheScope\": \"public\"", "\"cacheScope\": \"private\""));
        }
    }

    @Test
    void changesNoIdentifierWhateverIsMasked() throws IOException {
        for (Example example : examples()) {
            boolean fromClient = example.message().direction() == Direction.CLIENT_TO_SERVER;

            // When
            Decision decision = Decider.decide(MASK_EVERYTHING.get(fromClient ? 1 : 0), example.message());

            // Then
            assertThat(decision.outcome()).as(example.name()).isEqualTo(Outcome.FORWARD);
            byte[] record = decision.recordPayload() == null ? decision.payload() : decision.recordPayload();
            List<String> changed = new ArrayList<>();
            compare("", PlantedMessages.tree(example.message().payload()), PlantedMessages.tree(record), changed);
            assertThat(changed).as(example.name() + " " + text(record)).isEmpty();
        }
    }

    /** Adds the identifiers that changed; where data begins, everything may. */
    private static void compare(String path, JsonNode before, JsonNode after, List<String> changed) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.matches(".*/(arguments|structuredContent|input|data|metadata|default|properties/[^/]*)")
                || (path.endsWith("/content") && before.isObject() && !before.has("type"))) {
            return;
        }
        boolean identifier = IDENTIFIERS.contains(name) || path.contains("io.modelcontextprotocol");
        if (!before.isContainerNode()) {
            if (identifier && !before.equals(after)) {
                changed.add(path + ": " + before + " became " + after);
            }
            return;
        }
        Iterator<JsonNode> left = before.elements();
        Iterator<JsonNode> right = after.elements();
        Iterator<String> names = before.fieldNames();
        Iterator<String> others = after.fieldNames();
        while (left.hasNext()) {
            String member = before.isObject() ? names.next() : "";
            if (before.isObject()
                    && !others.next().equals(member)
                    && !path.matches(".*/(experimental|extensions|properties)")) {
                changed.add(path + "/" + member + " was renamed");
            }
            compare(before.isObject() ? path + "/" + member : path, left.next(), right.next(), changed);
        }
    }

    private static List<Example> examples() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(TestData.path("mcp-schema/2026-07-28/examples"))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(120);
        List<Example> examples = new ArrayList<>();
        for (Path file : files) {
            String type = file.getParent().getFileName().toString();
            examples.add(new Example(type + "/" + file.getFileName(), message(type, Files.readString(file))));
        }
        return examples;
    }

    private static GovernedMessage message(String type, String example) {
        String around = AROUND.get(type);
        if (around != null) {
            String[] parts = around.split(";", 2);
            return governed(parts[0], parts[1].replace("%s", example));
        }
        String stem = type.replaceAll("(Request|Result|Notification)?(Params|Response)?$", "");
        String method = METHODS.getOrDefault(stem, "");
        JsonNode tree = PlantedMessages.tree(example.getBytes(UTF_8));
        if (tree.has("jsonrpc")) {
            return governed(tree.path("method").asText(method), example);
        }
        if (tree.has("method")) {
            return governed(
                    method, example.replaceFirst("\\{", "{\"jsonrpc\":\"2.0\"," + (tree.has("id") ? "" : "\"id\":1,")));
        }
        assertThat(method).as("a message for " + type).isNotEmpty();
        if (!type.endsWith("Params")) {
            return governed(method, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + example + "}");
        }
        String id = method.startsWith("notifications/") ? "" : "\"id\":1,";
        return governed(
                method, "{\"jsonrpc\":\"2.0\"," + id + "\"method\":\"" + method + "\",\"params\":" + example + "}");
    }

    private static GovernedMessage governed(String method, String json) {
        JsonNode tree = PlantedMessages.tree(json.getBytes(UTF_8));
        boolean answer = !tree.has("method");
        boolean clients = Set.of("sampling/createMessage", "elicitation/create", "roots/list")
                .contains(method);
        boolean servers = method.startsWith("notifications/") && !method.equals("notifications/cancelled");
        Direction direction = answer != (clients || servers) ? Direction.SERVER_TO_CLIENT : Direction.CLIENT_TO_SERVER;
        MessageKind kind =
                answer ? MessageKind.RESPONSE : tree.has("id") ? MessageKind.REQUEST : MessageKind.NOTIFICATION;
        return Messages.of(kind, direction, method, "", json);
    }
}
