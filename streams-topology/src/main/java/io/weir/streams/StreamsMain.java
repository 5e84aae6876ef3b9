/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.HttpSettings;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.Readiness;
import io.weir.service.http.ServiceMetrics;
import io.weir.service.lifecycle.Running;
import io.weir.service.lifecycle.ServiceMain;

/** Enforcement and ledger as a process of their own. */
public final class StreamsMain {
    private StreamsMain() {}

    /**
     * Runs the process.
     *
     * @param arguments {@code --config FILE}, or nothing
     */
    public static void main(String[] arguments) {
        ServiceMain.run("streams", StreamsKeys.configDef(), arguments, StreamsMain::start);
    }

    static Running start(ServiceConfig config) {
        StreamsApp app = StreamsApp.start(config);
        PrometheusMeterRegistry meters = ServiceMetrics.create();
        app.bindMeters(meters);
        Readiness readiness = new Readiness();
        app.addChecks(readiness);
        HttpServer http =
                HttpServer.start(HttpSettings.from(config), ManagementRoutes.wrap(readiness, meters, app.handler()));
        return () -> {
            http.close();
            app.close();
            meters.close();
        };
    }
}
