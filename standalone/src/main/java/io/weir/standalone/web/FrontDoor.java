package io.weir.standalone.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.serde.registry.ConfluentApi;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.Problems;
import io.weir.service.http.Readiness;
import io.weir.standalone.issuer.DevIssuer;

/**
 * The root handler of the one port. It opens before the services run, because they find the registry and the issuer's keys
 * behind it, as they would in a cluster; what they serve answers 503 until {@link #open}.
 */
public final class FrontDoor {

    /** Where the schema registry is. */
    public static final String REGISTRY = "/registry";
    /** Where the development issuer is. */
    public static final String ISSUER = "/dev-issuer";

    private static final int RETRY_AFTER_SECONDS = 1;

    private final HttpHandler root;
    private volatile HttpHandler services = exchange ->
            Problems.sendUnavailable(exchange, RETRY_AFTER_SECONDS, "Weir is starting; /ready tells when it has started.");

    /** A door behind which only registry, issuer and management are open. */
    public FrontDoor(
            ConfluentApi registry, DevIssuer issuer, Readiness readiness, PrometheusMeterRegistry metrics) {
        PrefixRouter router = new PrefixRouter(exchange -> services.handleRequest(exchange))
                .add(REGISTRY, new RegistryHandler(registry, REGISTRY))
                .add(ISSUER, IssuerHandler.of(issuer, ISSUER));
        this.root = ManagementRoutes.wrap(readiness, metrics, router);
    }

    /** The handler of the port. */
    public HttpHandler handler() {
        return root;
    }

    /** Lets requests through to the services. */
    public void open(HttpHandler handler) {
        services = handler;
    }
}
