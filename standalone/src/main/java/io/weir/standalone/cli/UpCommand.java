/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.service.config.ConfigProblems;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.data.DirectoryInUseException;
import io.weir.standalone.settings.ServiceDefinitions;
import io.weir.standalone.settings.UserSettings;
import io.weir.standalone.web.PortInUseException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and serves until it is told to stop. */
@Command(name = "up", description = "Start Weir with everything that it needs in one process.")
final class UpCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 8080;
    private static final int FAILED = 1;
    private static final int MISTAKE = 2;

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Port of the loopback interface; 0 takes a free one (default: http.port of --config, else 8080).")
    private Integer port;

    @Mixin
    private DataOption data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the services, YAML or properties; see docs/configuration.md.")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LogFile.in(data.path());
        try {
            UserSettings settings =
                    UserSettings.read(Optional.ofNullable(config), System.getenv(), ServiceDefinitions.all());
            return serve(new StandaloneConfig(settings.port(port, DEFAULT_PORT), data.path(), settings));
        } catch (ConfigProblems e) {
            err.println("weir: the settings cannot be used:");
            e.problems().forEach(problem -> err.println("  " + problem));
            return MISTAKE;
        } catch (PortInUseException | DirectoryInUseException e) {
            err.println("weir: " + e.getMessage());
            return FAILED;
        } finally {
            err.flush();
        }
    }

    private int serve(StandaloneConfig wanted) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long begin = System.nanoTime();
        Standalone weir = Standalone.start(wanted);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(weir, out, stopped), "weir-stop"));
        new NextSteps(weir, CommandName.get(), data.asTyped()).print(out, System.nanoTime() - begin);
        stopped.await();
        return 0;
    }

    private static void stop(Standalone weir, PrintWriter out, CountDownLatch stopped) {
        out.println("Stopping …");
        out.flush();
        weir.close();
        stopped.countDown();
    }
}
