/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An MCP server that costs next to nothing, so that a load measures the gateway. It answers {@code initialize},
 * {@code ping} and {@code tools/call}, and counts how often each {@code ref} argument was called: the proof that no
 * call happens twice.
 */
public final class LeanUpstream implements AutoCloseable {
    private static final HttpString SESSION = new HttpString("Mcp-Session-Id");
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|-?\\d+)");
    private static final Pattern REF = Pattern.compile("\"ref\":\"([^\"]*)\"");

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final String text;
    private final Undertow server;

    /**
     * Starts on a free loopback port.
     *
     * @param text the text that every tool call answers with; must need no JSON escapes
     */
    public LeanUpstream(String text) {
        this.text = text;
        server = Undertow.builder()
                .setServerOption(UndertowOptions.REQUIRE_HOST_HTTP11, false)
                .setIoThreads(1)
                .setWorkerThreads(1)
                .addHttpListener(0, "127.0.0.1", (HttpHandler) this::handle)
                .build();
        server.start();
    }

    /** Where an MCP client connects to. */
    public URI uri() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/mcp");
    }

    /** How often each {@code ref} was called, as this server saw it. */
    public Map<String, AtomicInteger> calls() {
        return calls;
    }

    @Override
    public void close() {
        server.stop();
    }

    private void handle(HttpServerExchange exchange) {
        if (!exchange.getRequestMethod().equalToString("POST")) {
            exchange.setStatusCode(exchange.getRequestMethod().equalToString("DELETE") ? 200 : 405);
            exchange.endExchange();
            return;
        }
        exchange.getRequestReceiver().receiveFullBytes(this::answer);
    }

    private void answer(HttpServerExchange exchange, byte[] body) {
        String request = new String(body, StandardCharsets.UTF_8);
        Matcher id = ID.matcher(request);
        if (!id.find()) {
            exchange.setStatusCode(202);
            exchange.endExchange();
            return;
        }
        if (request.contains("\"initialize\"")) {
            exchange.getResponseHeaders().put(SESSION, UUID.randomUUID().toString());
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result(request) + "}";
        exchange.getResponseSender().send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    }

    private String result(String request) {
        if (request.contains("\"initialize\"")) {
            return "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"lean\",\"version\":\"1\"}}";
        }
        if (!request.contains("\"tools/call\"")) {
            return "{}";
        }
        Matcher ref = REF.matcher(request);
        if (ref.find()) {
            calls.computeIfAbsent(ref.group(1), r -> new AtomicInteger()).incrementAndGet();
        }
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }
}
