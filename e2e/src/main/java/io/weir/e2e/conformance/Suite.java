/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import io.weir.e2e.node.NodeTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The suite's command line. */
final class Suite {
    /** Longer than any scenario takes, and short enough that a stuck one does not hold up the others for long. */
    private static final Duration SCENARIO = Duration.ofSeconds(15);

    private static final Duration ALL_SCENARIOS = Duration.ofMinutes(4);
    private static final Duration ONE_SCENARIO = SCENARIO.plusSeconds(10);
    private static final String SCRIPT = "node_modules/@modelcontextprotocol/conformance/dist/index.js";
    private static final String BEGINS = "=== Running scenario: ";
    private static final String TIME = "-\\d{4}-\\d{2}-\\d{2}T[\\d-]+Z$";

    private final NodeTools node;
    private final Path results;

    /**
     * @param results a directory for what the suite writes
     */
    Suite(NodeTools node, Path results) {
        this.node = node;
        this.results = results.toAbsolutePath();
    }

    /** All scenarios for a role, of all revisions. */
    List<Scenario> scenarios(Role role) throws IOException, InterruptedException {
        List<Scenario> scenarios = new ArrayList<>();
        run(
                node.ownNode(SCRIPT, "list", "--" + role),
                ONE_SCENARIO,
                line -> Scenario.listed(line).ifPresent(scenarios::add));
        return scenarios;
    }

    /**
     * Runs scenarios on a server, one after the other.
     *
     * @param which options that say which
     * @param begins told at each scenario's begin
     */
    Map<String, Checks> onServer(URI server, List<String> which, Path output, Runnable begins)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("server", "--url", server.toString()));
        arguments.addAll(which);
        Path directory = outputOptions(arguments, output);
        run(node.ownNode(SCRIPT, arguments.toArray(String[]::new)), ALL_SCENARIOS, line -> {
            if (line.startsWith(BEGINS)) {
                begins.run();
            }
        });
        return read(directory, "server-");
    }

    /**
     * Runs one scenario on a client.
     *
     * @param command runs the client; the suite puts its server's URL at the end
     */
    Checks onClient(String command, String scenario, Revision revision, Map<String, String> environment, Path output)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("client", "--command", command, "--scenario", scenario));
        arguments.addAll(List.of("--spec-version", revision.toString()));
        Path directory = outputOptions(arguments, output);
        ProcessBuilder builder = node.ownNode(SCRIPT, arguments.toArray(String[]::new));
        builder.environment().putAll(environment);
        run(builder, ONE_SCENARIO, line -> {});
        return read(directory, "").getOrDefault(scenario, Checks.NONE);
    }

    private Path outputOptions(List<String> arguments, Path output) throws IOException {
        Path directory = results.resolve(output);
        Files.createDirectories(directory);
        arguments.addAll(List.of("-o", directory.toString(), "--timeout", String.valueOf(SCENARIO.toMillis())));
        return directory;
    }

    /** Its exit code says that checks failed; that is for the comparison to judge. */
    private static void run(ProcessBuilder builder, Duration timeout, LineListener listener)
            throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> end(process));
        Thread withThisProcess = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(withThisProcess);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                listener.line(line);
            }
            process.waitFor();
        } finally {
            end(process);
            Runtime.getRuntime().removeShutdownHook(withThisProcess);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** A directory for each scenario, named by it and the time. */
    private static Map<String, Checks> read(Path directory, String prefix) throws IOException {
        Map<String, Checks> read = new TreeMap<>();
        try (Stream<Path> scenarios = Files.list(directory)) {
            for (Path scenario : scenarios.toList()) {
                Path checks = scenario.resolve("checks.json");
                String name = scenario.getFileName()
                        .toString()
                        .substring(prefix.length())
                        .replaceFirst(TIME, "");
                read.put(name, Files.exists(checks) ? Checks.read(checks) : Checks.NONE);
            }
        }
        return read;
    }

    /** Hears what the suite prints. */
    private interface LineListener {
        void line(String line);
    }
}
