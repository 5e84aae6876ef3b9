/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;

/**
 * {@code /health}: the process is alive. {@code /ready}: it may get traffic; 503 with the failing checks otherwise.
 * {@code /metrics}: Prometheus text. Open to everyone who reaches the port, and so without anything confidential.
 */
public final class ManagementRoutes {

    private ManagementRoutes() {}

    /** The routes, and the given handler for every other path. */
    public static HttpHandler wrap(Readiness readiness, PrometheusMeterRegistry metrics, HttpHandler next) {
        return new Router(next)
                .get("/health", exchange -> Json.send(exchange, 200, Map.of("status", "up")))
                .get("/ready", exchange -> ready(exchange, readiness))
                .get("/metrics", exchange -> metrics(exchange, metrics));
    }

    private static void ready(HttpServerExchange exchange, Readiness readiness) {
        Map<String, String> failing = readiness.failing();
        if (failing.isEmpty()) {
            Json.send(exchange, 200, Map.of("status", "ready"));
        } else {
            Problem problem =
                    Problem.of(503, "not-ready", "Not ready", "Waits for: " + String.join(", ", failing.keySet()));
            Problems.send(exchange, problem.with("checks", failing));
        }
    }

    private static void metrics(HttpServerExchange exchange, PrometheusMeterRegistry metrics) {
        // Gauges may walk over much; that is no work for an I/O thread.
        exchange.dispatch(() -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
            exchange.getResponseSender().send(metrics.scrape());
        });
    }
}
