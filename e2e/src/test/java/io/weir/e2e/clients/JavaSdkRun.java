/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Root;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the Java SDK's client sees when it does what a scenario names. It has no way to cancel. */
final class JavaSdkRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TIME_OF_DAY = Pattern.compile("\\b\\d{1,2}:\\d{2}:\\d{2}(\\h?[AP]M)?");
    private static final Pattern DATED_BLOB = Pattern.compile("\"blob\":\"UmVzb3VyY2Ug[^\"]*\"");

    private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(10);

    private final Map<String, Queue<String>> progress = new ConcurrentSkipListMap<>();
    private final McpSyncClient client;
    private final ObjectNode seen = JSON.createObjectNode();

    private JavaSdkRun(URI url, Optional<String> token) {
        this.client = client(url, token);
    }

    /** Runs the scenario; texts that hold the time of day are made equal, everything else is as it came. */
    static JsonNode against(String scenario, URI url, Optional<String> token) throws IOException {
        JsonNode read = JSON.readTree(Files.readAllBytes(Path.of("clients", scenario + ".json")));
        JavaSdkRun run = new JavaSdkRun(url, token);
        try {
            run.play(read);
            return withoutTimes(run.seen);
        } finally {
            run.client.close();
        }
    }

    private void play(JsonNode scenario) {
        seen.putPOJO("initialize", client.initialize());
        seen.putPOJO("ping", client.ping());
        seen.putPOJO("tools", client.listTools());
        seen.putPOJO("resources", client.listResources());
        seen.putPOJO("templates", client.listResourceTemplates());
        seen.putPOJO("prompts", client.listPrompts());
        each(scenario, "calls", this::call);
        each(scenario, "reads", this::read);
        each(scenario, "prompts", this::prompt);
        each(scenario, "completions", this::complete);
        each(scenario, "asking", this::call);
        seen.putPOJO("progress", progress);
    }

    private void each(JsonNode scenario, String name, java.util.function.Function<JsonNode, Object> work) {
        ArrayNode results = seen.putArray("results of " + name);
        scenario.path(name).forEach(item -> {
            // It does not come back to a stream that ended before the answer, and would wait for it to its timeout.
            if (!item.path("polling").asBoolean()) {
                results.addPOJO(outcome(() -> work.apply(item)));
            }
        });
    }

    /** The result, or the JSON-RPC error that the client reports. */
    private static Object outcome(Supplier<Object> work) {
        try {
            return work.get();
        } catch (McpError e) {
            return Map.of("error", String.valueOf(e.getJsonRpcError()));
        }
    }

    private Object call(JsonNode item) {
        String tool = item.path("name").asText();
        Object result = client.callTool(CallToolRequest.builder(tool)
                .arguments(arguments(item))
                .progressToken("progress of " + tool)
                .build());
        awaitProgress(item);
        return result;
    }

    /** What was told before the result is handed out by another thread, at times after it. */
    private void awaitProgress(JsonNode item) {
        int expected = item.path("progress").asInt(0);
        Queue<String> told = progressOf("progress of " + item.path("name").asText());
        long deadline = System.nanoTime() + PROGRESS_WITHIN.toNanos();
        while (told.size() < expected && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private Queue<String> progressOf(String token) {
        return progress.computeIfAbsent(token, t -> new ConcurrentLinkedQueue<>());
    }

    private Object read(JsonNode item) {
        return client.readResource(ReadResourceRequest.builder(item.asText()).build());
    }

    private Object prompt(JsonNode item) {
        return client.getPrompt(GetPromptRequest.builder(item.path("name").asText())
                .arguments(arguments(item))
                .build());
    }

    private Object complete(JsonNode item) {
        return client.completeCompletion(JSON.convertValue(item, CompleteRequest.class));
    }

    @SuppressWarnings("unchecked") // A JSON object is a map of names to values.
    private static Map<String, Object> arguments(JsonNode item) {
        return JSON.convertValue(item.path("arguments"), Map.class);
    }

    private static JsonNode withoutTimes(ObjectNode seen) throws IOException {
        String text = JSON.writeValueAsString(seen);
        text = TIME_OF_DAY.matcher(text).replaceAll("<time>");
        return JSON.readTree(DATED_BLOB.matcher(text).replaceAll("\"blob\":\"<dated>\""));
    }

    private McpSyncClient client(URI url, Optional<String> token) {
        URI base = url.resolve("/");
        return McpClient.sync(HttpClientStreamableHttpTransport.builder(base.toString())
                        .endpoint(url.getPath())
                        .addHttpRequestCustomizer((request, method, uri, body, context) ->
                                token.ifPresent(value -> request.setHeader("Authorization", "Bearer " + value)))
                        .build())
                .roots(Root.builder("file:///work").name("work").build())
                .sampling(request -> CreateMessageResult.builder(Role.ASSISTANT, "Sampled ✓", "a-model")
                        .build())
                .progressConsumer(told ->
                        progressOf(String.valueOf(told.progressToken())).add(told.progress() + " of " + told.total()))
                .elicitation(request -> ElicitResult.builder(ElicitResult.Action.ACCEPT)
                        .content(Map.of("name", "Ada", "integer", 7))
                        .build())
                .build();
    }
}
