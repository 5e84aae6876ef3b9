/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** The Java SDK's client, with its timeouts as they are by default. */
final class JavaApplication implements Application {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "pending-java");
        made.setDaemon(true);
        return made;
    });
    private final McpSyncClient client;
    private final CallToolRequest request;

    JavaApplication(boolean progress, String tool, Map<String, Object> arguments, URI url, String token) {
        client = McpClient.sync(HttpClientStreamableHttpTransport.builder(
                                url.resolve("/").toString())
                        .endpoint(url.getPath())
                        .addHttpRequestCustomizer((http, method, uri, body, context) ->
                                http.setHeader("Authorization", "Bearer " + token))
                        .build())
                .progressConsumer(update -> told.add(new Told("progress", 0, String.valueOf(update.message()))))
                .build();
        CallToolRequest.Builder builder = CallToolRequest.builder(tool).arguments(arguments);
        request = progress ? builder.progressToken("p").build() : builder.build();
        thread.execute(this::initialize);
        again();
    }

    @Override
    public BlockingQueue<Told> told() {
        return told;
    }

    @Override
    public void again() {
        thread.execute(this::call);
    }

    /** What goes wrong with it, goes wrong with the call as well. */
    private void initialize() {
        try {
            client.initialize();
        } catch (RuntimeException e) {
            told.add(new Told("progress", 0, "not initialized: " + e));
        }
    }

    private void call() {
        long began = System.nanoTime();
        String text;
        try {
            text = JSON.writeValueAsString(client.callTool(request));
        } catch (RuntimeException | JsonProcessingException e) {
            text = "\"error\" " + e;
        }
        told.add(new Told("answer", (System.nanoTime() - began) / 1_000_000, text));
    }

    @Override
    public void close() {
        client.close();
        thread.shutdownNow();
    }
}
