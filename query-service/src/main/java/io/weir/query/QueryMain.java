/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.HttpSettings;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.ServiceMetrics;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.lifecycle.Running;
import io.weir.service.lifecycle.ServiceMain;

/** The query service as a process of its own. */
public final class QueryMain {
    private QueryMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param arguments {@code --config FILE}, or nothing
     */
    public static void main(String[] arguments) {
        ServiceMain.run("query-service", QueryKeys.configDef(), arguments, QueryMain::start);
    }

    static Running start(ServiceConfig config) {
        PrometheusMeterRegistry metrics = ServiceMetrics.create();
        QueryApp app = QueryApp.start(config, metrics);
        PrefixRouter routes = new PrefixRouter()
                .add("/api", app.handler())
                .add("/internal", app.internalHandler())
                .add(ProtectedResource.WELL_KNOWN, app.metadataHandler());
        HttpServer server =
                HttpServer.start(HttpSettings.from(config), ManagementRoutes.wrap(app.readiness(), metrics, routes));
        return () -> {
            server.close();
            app.close();
            metrics.close();
        };
    }
}
