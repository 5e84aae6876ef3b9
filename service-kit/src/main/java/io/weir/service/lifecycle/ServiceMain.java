/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.lifecycle;

import io.weir.service.config.ConfigProblems;
import io.weir.service.config.ConfigReference;
import io.weir.service.config.ServiceConfig;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main method of a service: configuration, start, stop, and exit codes that an orchestrator can act on. */
public final class ServiceMain {

    /** The service could not be started. */
    static final int FAILED = 1;
    /** The configuration is wrong: starting again will not help. */
    static final int BAD_CONFIG = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private final String name;
    private final ConfigDef definition;
    private final Function<ServiceConfig, Running> start;

    ServiceMain(String name, ConfigDef definition, Function<ServiceConfig, Running> start) {
        this.name = name;
        this.definition = definition;
        this.start = start;
    }

    /**
     * Runs a service until the process is told to stop; does not return when the service cannot run.
     *
     * @param name such as {@code approval-service}
     * @param arguments {@code --config FILE}, {@code --help}, or nothing
     */
    public static void run(
            String name, ConfigDef definition, String[] arguments, Function<ServiceConfig, Running> start) {
        JbossLogging.useSlf4j();
        int code = new ServiceMain(name, definition, start).run(arguments, System.getenv(), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Zero when the service runs, or when help was asked for. */
    int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (List.of(arguments).contains("--help")) {
            out.println(ConfigReference.section(name, definition));
            return 0;
        }
        ServiceConfig config;
        try {
            config = ServiceConfig.load(definition, arguments, environment);
        } catch (ConfigProblems e) {
            err.println("The configuration of " + name + " cannot be used:");
            e.problems().forEach(problem -> err.println("  " + problem));
            return BAD_CONFIG;
        }
        return start(config);
    }

    private int start(ServiceConfig config) {
        try {
            Running running = start.apply(config);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "weir-stop"));
            LOG.atInfo().addKeyValue("service", name).log("Started");
            return 0;
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("service", name).setCause(e).log("Cannot start");
            return FAILED;
        }
    }

    private void stop(Running running) {
        LOG.atInfo().addKeyValue("service", name).log("Stopping");
        running.close();
        LOG.atInfo().addKeyValue("service", name).log("Stopped");
    }
}
