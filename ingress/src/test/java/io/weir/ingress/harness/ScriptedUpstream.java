/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An MCP server over real HTTP that does what a test tells it, and remembers what reached it. */
public final class ScriptedUpstream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What reached it. */
    public record Call(String httpMethod, String path, Map<String, String> headers, String body, JsonNode json) {
        /** The JSON-RPC method, empty if it had none. */
        public String method() {
            return json.path("method").asText();
        }
    }

    /** An answer to one call; runs on a worker thread and may block. */
    public interface Script {
        void answer(HttpServerExchange exchange, Call call) throws Exception;
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Undertow server;

    public ScriptedUpstream() {
        on("initialize", (exchange, call) -> {
            exchange.getResponseHeaders().put(new HttpString("Mcp-Session-Id"), "upstream-session-1");
            json(
                    exchange,
                    result(
                            call,
                            "{\"protocolVersion\":" + call.json().path("params").path("protocolVersion")
                                    + ",\"capabilities\":{},\"serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}"));
        });
        on("notifications/initialized", (exchange, call) -> exchange.setStatusCode(202));
        on("ping", (exchange, call) -> json(exchange, result(call, "{}")));
        on("GET", (exchange, call) -> exchange.setStatusCode(405));
        on("DELETE", (exchange, call) -> exchange.setStatusCode(200));
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.dispatch(() -> serve(exchange)))
                .build();
        server.start();
    }

    /** Answers a JSON-RPC method, or an HTTP method other than POST. */
    public ScriptedUpstream on(String method, Script script) {
        scripts.put(method, script);
        return this;
    }

    private void serve(HttpServerExchange exchange) {
        try {
            exchange.startBlocking();
            String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            JsonNode json = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach(values -> headers.put(values.getHeaderName().toString(), String.join(",", values)));
            Call call =
                    new Call(exchange.getRequestMethod().toString(), exchange.getRequestPath(), headers, body, json);
            calls.add(call);
            String key = call.httpMethod().equals("POST") ? call.method() : call.httpMethod();
            scripts.getOrDefault(key, (other, unknown) -> other.setStatusCode(202))
                    .answer(exchange, call);
            exchange.endExchange();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that reached it, in order. */
    public List<Call> calls() {
        return calls;
    }

    /** What reached it with this JSON-RPC method. */
    public List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/mcp");
    }

    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** A result for a call. */
    public static String result(Call call, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + call.json().path("id") + ",\"result\":" + result + "}";
    }

    /** A tool's result that is one text. */
    public static String text(Call call, String text) {
        return result(call, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    public static void json(HttpServerExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins a stream. */
    public static OutputStream stream(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        return exchange.getOutputStream();
    }

    /** Writes one event, and flushes it. */
    public static void event(OutputStream stream, String data) throws IOException {
        stream.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    @Override
    public void close() {
        server.stop();
    }
}
