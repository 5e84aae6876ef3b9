/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The embedded registry over HTTP, on loopback; counts requests, and may fail or ask for credentials. */
public final class ConfluentServer implements AutoCloseable {
    private final HttpServer server;
    private final ConfluentApi api;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int failWith;
    private volatile String authorization;

    public ConfluentServer(Path file) throws IOException {
        api = new ConfluentApi(EmbeddedSchemaRegistry.open(file));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/registry", this::answer);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/registry";
    }

    public int requests() {
        return requests.get();
    }

    void failWith(int status) {
        failWith = status;
    }

    void require(String header) {
        authorization = header;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getRawPath().substring("/registry".length());
        ConfluentApi.Response response = api.handle(
                exchange.getRequestMethod(), path, exchange.getRequestBody().readAllBytes());
        int status = response.status();
        if (failWith != 0) {
            status = failWith;
        } else if (authorization != null
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            status = 401;
        }
        exchange.getResponseHeaders().set("Content-Type", response.contentType());
        exchange.sendResponseHeaders(status, response.body().length);
        exchange.getResponseBody().write(response.body());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
