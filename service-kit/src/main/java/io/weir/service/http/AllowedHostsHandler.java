/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/**
 * Keeps web pages from reaching the service through a visitor's browser: a page of a rebound name sends a foreign Host,
 * any other page a foreign Origin (MCP, Streamable HTTP, "Security Warning"). Both get 403.
 */
public final class AllowedHostsHandler implements HttpHandler {

    private final AllowedHosts allowed;
    private final HttpHandler next;

    public AllowedHostsHandler(AllowedHosts allowed, HttpHandler next) {
        this.allowed = allowed;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderValues hosts = exchange.getRequestHeaders().get(Headers.HOST);
        if (hosts == null || hosts.size() != 1 || !allowed.acceptsHost(hosts.getFirst())) {
            refuse(exchange, "Host", "http.allowed.hosts");
            return;
        }
        HeaderValues origins = exchange.getRequestHeaders().get(Headers.ORIGIN);
        if (origins != null && (origins.size() != 1 || !allowed.acceptsOrigin(origins.getFirst()))) {
            refuse(exchange, "Origin", "http.allowed.origins");
            return;
        }
        next.handleRequest(exchange);
    }

    private static void refuse(HttpServerExchange exchange, String header, String key) {
        Problems.send(exchange, 403, "The " + header + " of the request is not allowed here (" + key + ").");
    }
}
