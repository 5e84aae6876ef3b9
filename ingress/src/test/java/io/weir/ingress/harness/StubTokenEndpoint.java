/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An authorization server's token endpoint that does what a test tells it, and remembers what it was asked. */
public final class StubTokenEndpoint implements AutoCloseable {

    /** What it was asked. */
    public record Ask(String authorization, String body) {}

    /** An answer; runs on a worker thread and may block. */
    public interface Script {
        void answer(HttpServerExchange exchange, int number) throws Exception;
    }

    private final List<Ask> asks = new CopyOnWriteArrayList<>();
    private final Undertow server;
    private volatile Script script = (exchange, number) -> token(exchange, "token-" + number, 3600);

    public StubTokenEndpoint() {
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.dispatch(() -> serve(exchange)))
                .build();
        server.start();
    }

    /** Answers so from now on; numbers count from 1. */
    public StubTokenEndpoint on(Script newScript) {
        script = newScript;
        return this;
    }

    private void serve(HttpServerExchange exchange) {
        try {
            exchange.startBlocking();
            String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int number;
            synchronized (asks) {
                asks.add(new Ask(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION), body));
                number = asks.size();
            }
            script.answer(exchange, number);
            exchange.endExchange();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives a bearer token. */
    public static void token(HttpServerExchange exchange, String token, long seconds) throws IOException {
        answer(
                exchange,
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}");
    }

    public static void answer(HttpServerExchange exchange, int status, String json) throws IOException {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }

    /** All that it was asked, in order. */
    public List<Ask> asks() {
        return asks;
    }

    public URI url() {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        return URI.create("http://127.0.0.1:" + port + "/token");
    }

    @Override
    public void close() {
        server.stop();
    }
}
