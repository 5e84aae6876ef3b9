/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.PathTemplateMatch;
import io.undertow.util.PathTemplateMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Routes by method and path template, against the whole request path, so that routers of several services can stand
 * side by side on one port. Unlike Undertow's own, it knows its routes, which lets a test hold an OpenAPI description
 * against them, and its 405 names the methods that are allowed. Build it before it serves; it is not thread-safe until
 * then.
 */
public final class Router implements HttpHandler {

    /** One route, such as GET {@code /api/approvals/{id}}. */
    public record Route(String method, String template) {}

    private final PathTemplateMatcher<Map<HttpString, HttpHandler>> matcher = new PathTemplateMatcher<>();
    private final Map<String, Map<HttpString, HttpHandler>> byTemplate = new LinkedHashMap<>();
    private final HttpHandler otherwise;

    /** A router that answers 404 where no template matches. */
    public Router() {
        this(exchange -> Problems.send(exchange, 404, "There is nothing at this path."));
    }

    /**
     * A router with a fallback.
     *
     * @param otherwise gets what no template matches
     */
    public Router(HttpHandler otherwise) {
        this.otherwise = otherwise;
    }

    public Router get(String template, HttpHandler handler) {
        return add(Methods.GET, template, handler);
    }

    public Router post(String template, HttpHandler handler) {
        return add(Methods.POST, template, handler);
    }

    public Router delete(String template, HttpHandler handler) {
        return add(Methods.DELETE, template, handler);
    }

    /** Adds a route; several methods of one template are added one by one. */
    public Router add(HttpString method, String template, HttpHandler handler) {
        Map<HttpString, HttpHandler> methods = byTemplate.computeIfAbsent(template, absent -> {
            Map<HttpString, HttpHandler> fresh = new LinkedHashMap<>();
            matcher.add(template, fresh);
            return fresh;
        });
        methods.put(method, handler);
        return this;
    }

    /** All routes in the order in which they were added. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        byTemplate.forEach((template, methods) ->
                methods.keySet().forEach(method -> routes.add(new Route(method.toString(), template))));
        return List.copyOf(routes);
    }

    /** The value of a template's parameter in this request, such as {@code id}. */
    public static String parameter(HttpServerExchange exchange, String name) {
        String value = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY)
                .getParameters()
                .get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no parameter " + name);
        }
        return value;
    }

    /** The first value of a query parameter, or null. */
    public static String query(HttpServerExchange exchange, String name) {
        var values = exchange.getQueryParameters().get(name);
        return values == null ? null : values.peekFirst();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var match = matcher.match(exchange.getRequestPath());
        if (match == null) {
            otherwise.handleRequest(exchange);
            return;
        }
        HttpHandler handler = match.getValue().get(exchange.getRequestMethod());
        if (handler == null) {
            String allowed =
                    match.getValue().keySet().stream().map(HttpString::toString).collect(Collectors.joining(", "));
            exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
            Problems.send(exchange, 405, "Allowed here: " + allowed + ".");
            return;
        }
        exchange.putAttachment(
                PathTemplateMatch.ATTACHMENT_KEY,
                new PathTemplateMatch(match.getMatchedTemplate(), match.getParameters()));
        handler.handleRequest(exchange);
    }
}
