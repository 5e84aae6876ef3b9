/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.agent.AgentConfig;
import io.weir.agent.AgentMain;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ConfigProblems;
import io.weir.service.config.ServiceConfig;
import io.weir.service.lifecycle.JbossLogging;
import io.weir.service.lifecycle.Running;
import io.weir.standalone.data.DataDirectory;
import io.weir.standalone.settings.ServiceDefaults;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an agent beside the instance that {@code weir up} started, or by a file of settings beside any. */
@Command(name = "agent", description = "Run an agent here: it starts the servers of connections of kind mcp-stdio.")
final class AgentCommand implements Callable<Integer> {
    private static final int MISTAKE = 2;
    private static final String REGISTRY_URL = "schema.registry.url";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "The agent's name, as connections have it.")
    private String name;

    @Mixin
    private DataOption data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the agent; see docs/configuration.md. With kafka.bootstrap.servers and"
                    + " schema.registry.url in it, no instance is looked for.")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            ServiceConfig settings = ServiceConfig.of(AgentConfig.definition(), settings());
            Path log = LogFile.in(data.path(), "agent-" + name);
            JbossLogging.useSlf4j();
            Running agent = AgentMain.start(settings);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent, stopped), "weir-stop"));
            out.println("The agent " + name + " is connected to Kafka at "
                    + settings.string(CommonKeys.BOOTSTRAP_SERVERS) + "; its log is " + log);
            out.println("It starts a server for each session on a connection of kind mcp-stdio with agent: " + name
                    + ". Stop with Ctrl-C.");
            out.flush();
            stopped.await();
            return 0;
        } catch (ConfigProblems e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("weir: the settings cannot be used:");
            e.problems().forEach(problem -> err.println("  " + problem));
            err.flush();
            return MISTAKE;
        }
    }

    private static void stop(Running agent, CountDownLatch stopped) {
        agent.close();
        stopped.countDown();
    }

    private Map<String, String> settings() {
        Map<String, String> values = new TreeMap<>();
        if (config != null) {
            values.putAll(ServiceConfig.readFile(config));
        }
        values.put(AgentConfig.NAME, name);
        if (!values.containsKey(CommonKeys.BOOTSTRAP_SERVERS)) {
            values.put(CommonKeys.BOOTSTRAP_SERVERS, ofInstance().brokers());
        }
        if (!values.containsKey(REGISTRY_URL)) {
            values.put(REGISTRY_URL, ofInstance().registry().toString());
        }
        return values;
    }

    private record Instance(String brokers, URI registry) {}

    private Instance ofInstance() {
        URI address = DataDirectory.addressOf(data.path()).orElseThrow(this::nothingRuns);
        return new Instance(
                DataDirectory.brokersOf(data.path()).orElseThrow(this::nothingRuns),
                address.resolve(ServiceDefaults.REGISTRY));
    }

    private ParameterException nothingRuns() {
        return new ParameterException(
                spec.commandLine(),
                "no Weir runs on " + data.path()
                        + ". Start one with weir up, or say where Kafka and the registry are with --config FILE.");
    }
}
