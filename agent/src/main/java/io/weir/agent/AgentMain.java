/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.ManagementRoutes;
import io.weir.service.http.Problem;
import io.weir.service.http.Problems;
import io.weir.service.http.ServiceMetrics;
import io.weir.service.lifecycle.Running;
import io.weir.service.lifecycle.ServiceMain;
import java.util.Optional;

/** The agent as a process of its own. */
public final class AgentMain {
    private AgentMain() {}

    /** Runs until it is told to stop; {@code --config FILE}. */
    public static void main(String[] arguments) {
        ServiceMain.run("agent", AgentConfig.definition(), arguments, AgentMain::start);
    }

    /** Starts the agent, and the server of its state if one is configured. */
    public static Running start(ServiceConfig config) {
        PrometheusMeterRegistry metrics = ServiceMetrics.create();
        AgentApp app = AgentApp.start(config, metrics);
        try {
            Optional<HttpServer> server = new AgentConfig(config)
                    .http()
                    .map(http -> HttpServer.start(
                            http,
                            ManagementRoutes.wrap(
                                    app.readiness(),
                                    metrics,
                                    exchange -> Problems.send(
                                            exchange,
                                            Problem.of(404, "not-found", "Not found", "There is nothing here")))));
            return () -> {
                server.ifPresent(HttpServer::close);
                app.close();
            };
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }
}
