/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Sends problem details (RFC 9457) as {@code application/problem+json}. */
public final class Problems {

    private static final String CONTENT_TYPE = "application/problem+json";

    private Problems() {}

    /** Answers with the problem and ends the exchange; its {@code instance} is the path of the request. */
    public static void send(HttpServerExchange exchange, Problem problem) {
        Problem placed = problem.with("instance", exchange.getRequestPath());
        Json.send(exchange, problem.status(), CONTENT_TYPE, Json.bytes(placed));
    }

    /** Answers with a problem that has no type of its own. */
    public static void send(HttpServerExchange exchange, int status, String detail) {
        send(exchange, Problem.of(status, detail));
    }

    /** 503 with {@code Retry-After}, in seconds. */
    public static void sendUnavailable(HttpServerExchange exchange, int retryAfterSeconds, String detail) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, retryAfterSeconds);
        send(exchange, 503, detail);
    }

    /** Answers what the handlers throw: a {@link ProblemException} with its problem, all else with 500. */
    public static HttpHandler ofExceptions(HttpHandler next) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } catch (Exception e) {
                Async.failed(exchange, e);
            }
        };
    }

    /**
     * Gives every error answer that has no body one, wherever it came from: a missing route, an exception, the server
     * itself. Says nothing of the cause, which is in the log.
     */
    public static HttpHandler whereBodyIsMissing(HttpHandler next) {
        return exchange -> {
            exchange.addDefaultResponseListener(ended -> {
                if (ended.getStatusCode() < 400 || !ended.isResponseChannelAvailable()) {
                    return false;
                }
                send(ended, Problem.of(ended.getStatusCode(), null));
                return true;
            });
            next.handleRequest(exchange);
        };
    }
}
