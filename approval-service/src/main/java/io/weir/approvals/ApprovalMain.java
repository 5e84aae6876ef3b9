/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.approval.HttpApprovalReader;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.HttpSettings;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.ServiceMetrics;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.lifecycle.Running;
import io.weir.service.lifecycle.ServiceMain;
import java.net.URI;

/** The approval service as a process of its own. */
public final class ApprovalMain {

    private ApprovalMain() {}

    /**
     * Runs the process.
     *
     * @param arguments {@code --config FILE}, or nothing
     */
    public static void main(String[] arguments) {
        ServiceMain.run("approval-service", ApprovalKeys.configDef(), arguments, ApprovalMain::start);
    }

    static Running start(ServiceConfig config) {
        ApprovalReader approvals = new HttpApprovalReader(
                URI.create(config.string(ApprovalKeys.STREAMS_URL)),
                config.secret(CommonKeys.INTERNAL_SECRET).orElseThrow());
        PrometheusMeterRegistry metrics = ServiceMetrics.create();
        ApprovalApp app = ApprovalApp.start(config, approvals, metrics);
        HttpHandler metadata = ProtectedResource.from(config).handler();
        HttpHandler routes = new PrefixRouter(app.handler()).add(ProtectedResource.WELL_KNOWN, metadata);
        HttpServer server =
                HttpServer.start(HttpSettings.from(config), ManagementRoutes.wrap(app.readiness(), metrics, routes));
        return () -> {
            server.close();
            app.close();
            metrics.close();
        };
    }
}
