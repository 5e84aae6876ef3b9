/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.service.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A language model with an OpenAI-compatible API: says what it is given, whole or piece by piece, and keeps what it was asked. */
final class StubModel implements AutoCloseable {
    private static final String END = "";

    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Undertow server;

    StubModel() {
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.dispatch(() -> serve(exchange)))
                .build();
        server.start();
    }

    private void serve(HttpServerExchange exchange) {
        try {
            exchange.startBlocking();
            String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestPath() + " " + exchange.getRequestHeaders()
                    + " " + body);
            if (exchange.getRequestPath().equals("/v1/models")) {
                send(exchange, "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}");
            } else if (Json.mapper().readTree(body).path("stream").asBoolean()) {
                stream(exchange);
            } else {
                send(
                        exchange,
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                                + "\"assistant\",\"content\":\"" + lastPrompt(body)
                                + "\"},\"finish_reason\":\"stop\"}]}");
            }
            exchange.endExchange();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It answers with what it is asked. */
    private static String lastPrompt(String body) throws IOException {
        JsonNode messages = Json.mapper().readTree(body).path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }

    private static void send(HttpServerExchange exchange, String json) throws IOException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }

    private void stream(HttpServerExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        OutputStream out = exchange.getOutputStream();
        out.flush();
        for (String piece = pieces.poll(60, TimeUnit.SECONDS);
                piece != null && !piece.equals(END);
                piece = pieces.poll(60, TimeUnit.SECONDS)) {
            event(out, "{\"index\":0,\"delta\":{\"content\":\"" + piece + "\"},\"finish_reason\":null}");
        }
        event(out, "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void event(OutputStream out, String choice) throws IOException {
        String data = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[" + choice + "]}\n\n";
        out.write(data.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Says a piece of the answer that it streams. */
    void say(String piece) {
        pieces.add(piece);
    }

    /** Ends the answer that it streams. */
    void stop() {
        pieces.add(END);
    }

    /** Method, path, headers and body of each call. */
    List<String> asked() {
        return asked;
    }

    int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
