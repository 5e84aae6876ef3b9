/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.serde.registry.ConfluentApi;
import io.weir.service.http.Bodies;
import java.nio.ByteBuffer;

/** Serves the embedded schema registry under a prefix, so that any Kafka tool can decode the topics. */
public final class RegistryHandler implements HttpHandler {

    private static final int MAX_BODY_BYTES = 1 << 20;

    private final ConfluentApi api;
    private final String prefix;

    /** Serves the API below the prefix. */
    public RegistryHandler(ConfluentApi api, String prefix) {
        this.api = api;
        this.prefix = prefix;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        // Registering writes a file, so it is no work for an I/O thread.
        Bodies.receive(exchange, MAX_BODY_BYTES, (received, body) -> received.dispatch(() -> answer(received, body)));
    }

    private void answer(HttpServerExchange exchange, byte[] body) {
        String path = exchange.getRequestPath().substring(prefix.length());
        ConfluentApi.Response response =
                api.handle(exchange.getRequestMethod().toString(), path.isEmpty() ? "/" : path, body);
        exchange.setStatusCode(response.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, response.contentType());
        exchange.getResponseSender().send(ByteBuffer.wrap(response.body()));
    }
}
