/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.ingress.sse.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** An MCP client of bytes: what it sends is what the test says. */
public final class TestClient {
    /** A token that must be seen nowhere but at the ingress. */
    public static final String TOKEN = "alice-secret-token";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public TestClient(URI url) {
        this.url = url;
        headers.put("Authorization", "Bearer " + TOKEN);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, text/event-stream");
    }

    /** The same client with another header; null removes it. */
    public TestClient with(String name, String value) {
        TestClient other = new TestClient(url);
        other.headers.clear();
        other.headers.putAll(headers);
        if (value == null) {
            other.headers.remove(name);
        } else {
            other.headers.put(name, value);
        }
        return other;
    }

    /** The same client, elsewhere. */
    public TestClient at(URI elsewhere) {
        TestClient other = new TestClient(elsewhere);
        other.headers.clear();
        other.headers.putAll(headers);
        return other;
    }

    /** Opens a session; returns the client that is in it. */
    public TestClient initialize(String version) {
        Answer answer =
                post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                        + version + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        TestClient opened =
                with("Mcp-Session-Id", answer.header("Mcp-Session-Id")).with("MCP-Protocol-Version", version);
        Answer accepted = opened.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        if (accepted.status() != 202) {
            throw new IllegalStateException(accepted.toString());
        }
        return opened;
    }

    /** The same client, whose messages stand for themselves: with the headers that a request of this method and name has. */
    public TestClient stateless(String method, String name) {
        return with("MCP-Protocol-Version", "2026-07-28")
                .with("Mcp-Method", method)
                .with("Mcp-Name", name);
    }

    /** A request that stands for itself; {@code params} are members of the params, with a comma behind, or nothing. */
    public static String statelessRequest(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"},"
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    /** A tool call that stands for itself. */
    public CompletableFuture<Answer> callStateless(int id, String tool) {
        return stateless("tools/call", tool)
                .postAsync(statelessRequest(id, "tools/call", "\"name\":\"" + tool + "\","));
    }

    public Answer post(String body) {
        return postAsync(body).join();
    }

    public CompletableFuture<Answer> postAsync(String body) {
        return send(request().POST(BodyPublishers.ofString(body)));
    }

    public Answer postBytes(byte[] body) {
        return send(request().POST(BodyPublishers.ofByteArray(body))).join();
    }

    public CompletableFuture<Answer> callTool(int id, String tool) {
        return postAsync(toolCall(id, tool));
    }

    public static String toolCall(int id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{}}}";
    }

    public Answer method(String method) {
        return send(request().method(method, BodyPublishers.noBody())).join();
    }

    /** Opens a stream and leaves it open. */
    public HttpResponse<InputStream> open(String method, String body) {
        try {
            return http.send(
                    request()
                            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30));
        headers.forEach(request::setHeader);
        return request;
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Answer::new);
    }

    /** What came back. */
    public static final class Answer {
        private final HttpResponse<byte[]> response;

        Answer(HttpResponse<byte[]> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public boolean isStream() {
            return header("Content-Type").startsWith("text/event-stream");
        }

        /** The messages: one, or those of the stream. */
        public List<JsonNode> messages() {
            if (!isStream()) {
                return List.of(read(response.body()));
            }
            List<JsonNode> messages = new ArrayList<>();
            try {
                new SseParser(1 << 20, (type, data) -> messages.add(read(data))).feed(ByteBuffer.wrap(response.body()));
            } catch (SseParser.TooLongException e) {
                throw new IllegalStateException(e);
            }
            return messages;
        }

        /** The last message. */
        public JsonNode message() {
            List<JsonNode> messages = messages();
            return messages.get(messages.size() - 1);
        }

        public int errorCode() {
            return message().path("error").path("code").asInt();
        }

        private static JsonNode read(byte[] json) {
            try {
                return JSON.readTree(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return status() + " " + response.headers().map() + " " + text();
        }
    }
}
