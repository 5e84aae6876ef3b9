/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.client;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** An ordinary MCP client (that of the Java SDK) on one connection of a Weir, which is given a URL and a token only. */
public final class McpCaller implements AutoCloseable {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private final McpSyncClient client;

    private McpCaller(McpSyncClient client) {
        this.client = client;
    }

    /**
     * Connects and initializes a session.
     *
     * @param weir scheme, host and port
     * @param connection the name of the connection
     * @param token a bearer token
     */
    public static McpCaller connect(URI weir, String connection, String token) {
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(weir.toString())
                .endpoint("/mcp/" + connection)
                .addHttpRequestCustomizer(
                        (request, method, uri, body, context) -> request.setHeader("Authorization", "Bearer " + token))
                .build();
        McpSyncClient client = McpClient.sync(transport)
                .requestTimeout(REQUEST_TIMEOUT)
                .initializationTimeout(REQUEST_TIMEOUT)
                .build();
        try {
            client.initialize();
            return new McpCaller(client);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** The tools that the server offers. */
    public List<Tool> tools() {
        return client.listTools().tools();
    }

    /** Calls a tool and waits for its result, for at most a minute. */
    public CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    /**
     * Calls a tool without waiting. On a thread of its own: the common pool has a single worker on two cores, and from JDK 25 on
     * the HTTP client completes its answers there; a call that blocked that worker would wait for its answer for ever.
     */
    public CompletableFuture<CallToolResult> callLater(String tool, Map<String, Object> arguments) {
        return CompletableFuture.supplyAsync(() -> call(tool, arguments), McpCaller::onThreadOfItsOwn);
    }

    private static void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "mcp-call");
        thread.setDaemon(true);
        thread.start();
    }

    /** The text of a result. */
    public static String text(CallToolResult result) {
        return result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }

    /** Ends the session. */
    @Override
    public void close() {
        client.closeGracefully();
    }
}
