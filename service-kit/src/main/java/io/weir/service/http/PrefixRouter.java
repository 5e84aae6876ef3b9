/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses a handler by the first segments of the path and leaves the path as it is, so that the handlers of several
 * services can share one port. The first prefix that matches wins; a prefix matches whole segments only.
 */
public final class PrefixRouter implements HttpHandler {

    private record Branch(String prefix, HttpHandler handler) {

        boolean matches(String path) {
            return path.startsWith(prefix)
                    && (path.length() == prefix.length()
                            || prefix.endsWith("/")
                            || path.charAt(prefix.length()) == '/');
        }
    }

    private final List<Branch> branches = new ArrayList<>();
    private final HttpHandler otherwise;

    /**
     * A router without branches.
     *
     * @param otherwise gets what no prefix matches
     */
    public PrefixRouter(HttpHandler otherwise) {
        this.otherwise = otherwise;
    }

    /** A router that answers 404 where no prefix matches. */
    public PrefixRouter() {
        this(exchange -> Problems.send(exchange, 404, "There is nothing at this path."));
    }

    /**
     * Adds a branch; call only before the server starts.
     *
     * @param prefix such as {@code /mcp}
     */
    public PrefixRouter add(String prefix, HttpHandler handler) {
        branches.add(new Branch(prefix, handler));
        return this;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        for (Branch branch : branches) {
            if (branch.matches(path)) {
                branch.handler().handleRequest(exchange);
                return;
            }
        }
        otherwise.handleRequest(exchange);
    }
}
