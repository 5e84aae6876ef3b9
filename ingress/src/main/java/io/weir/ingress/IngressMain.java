/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.HttpSettings;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.ServiceMetrics;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.lifecycle.Running;
import io.weir.service.lifecycle.ServiceMain;

/** The ingress as a process of its own. */
public final class IngressMain {
    private IngressMain() {}

    /** Runs until it is told to stop; {@code --config FILE}. */
    public static void main(String[] arguments) {
        ServiceMain.run("ingress", IngressConfig.definition(), arguments, IngressMain::start);
    }

    private static Running start(ServiceConfig config) {
        PrometheusMeterRegistry metrics = ServiceMetrics.create();
        IngressApp app = IngressApp.start(config, metrics);
        HttpHandler routes = new PrefixRouter()
                .add("/mcp", app.handler())
                .add("/llm", app.llmHandler())
                .add(ProtectedResource.WELL_KNOWN, app.metadataHandler());
        HttpServer server =
                HttpServer.start(HttpSettings.from(config), ManagementRoutes.wrap(app.readiness(), metrics, routes));
        return () -> {
            app.endStreams();
            server.close();
            app.close();
        };
    }
}
