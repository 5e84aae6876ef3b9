/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.weir.service.http.HttpServer;
import io.weir.service.http.HttpSettings;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.Problems;
import io.weir.service.http.Readiness;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one port. It opens before the services run, because they find the registry and the issuer's keys behind it, as they
 * would in a cluster; a path that leads nowhere yet answers 503. {@code /health}, {@code /ready} and {@code /metrics} answer
 * from the beginning.
 */
public final class FrontDoor implements AutoCloseable {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final HttpServer server;
    private volatile HttpHandler routes = FrontDoor::starting;

    private FrontDoor(HttpSettings settings, Readiness readiness, PrometheusMeterRegistry metrics) {
        HttpHandler inside = exchange -> routes.handleRequest(exchange);
        try {
            server = HttpServer.start(settings, ManagementRoutes.wrap(readiness, metrics, inside));
        } catch (RuntimeException e) {
            throw isBindFailure(e) ? new PortInUseException(settings.port(), e) : e;
        }
    }

    /**
     * Takes the port.
     *
     * @throws PortInUseException when somebody else has it
     */
    public static FrontDoor open(HttpSettings settings, Readiness readiness, PrometheusMeterRegistry metrics) {
        return new FrontDoor(settings, readiness, metrics);
    }

    /** A router to which paths can be added; what it does not know answers 503, since it may come. */
    public static PrefixRouter routerWhileStarting() {
        return new PrefixRouter(FrontDoor::starting);
    }

    /** Leads to these routes from now on. */
    public void leadTo(HttpHandler next) {
        routes = next;
    }

    /** Scheme, host and port. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Takes no more requests, waits a little for those that are under way, and gives the port back. Once is enough. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
        }
    }

    private static void starting(HttpServerExchange exchange) {
        Problems.sendUnavailable(exchange, RETRY_AFTER_SECONDS, "Weir is starting; /ready tells when it has started.");
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
