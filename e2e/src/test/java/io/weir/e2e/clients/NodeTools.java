/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The clients of {@code e2e/clients}, installed from npm into {@code target}, as processes. */
final class NodeTools {

    /** The environment variable that leaves these tests out with {@code off}. */
    private static final String CHOICE = "WEIR_TEST_NODE";

    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration RUN_TIMEOUT = Duration.ofMinutes(3);
    private static final Path SOURCES = Path.of("clients");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    private NodeTools(Path directory) {
        this.directory = directory;
    }

    /**
     * Copies the clients to {@code target/clients} and installs what they need, unless that was done for this lock file.
     *
     * @throws TestAbortedException where Node or npm are absent, or npm has no registry; in CI this is a failure instead
     */
    static NodeTools install() {
        if ("off".equals(System.getenv(CHOICE))) {
            throw new TestAbortedException(CHOICE + "=off: no real clients from npm");
        }
        requireVersion("node", "--version");
        requireVersion("npm", "--version");
        Path directory = Path.of("target", "clients");
        try {
            Files.createDirectories(directory);
            copy(directory);
            if (!isInstalled(directory)) {
                npmCi(directory);
                Files.copy(lock(SOURCES), installed(directory), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + directory.toAbsolutePath(), e);
        }
        return new NodeTools(directory);
    }

    /** Runs a script of {@code e2e/clients} and reads the JSON object that it prints. */
    JsonNode run(String script, String url, Optional<String> token) throws IOException, InterruptedException {
        ProcessBuilder builder = node(script, url);
        token.ifPresent(value -> builder.environment().put("MCP_TOKEN", value));
        Path output = Files.createTempFile(directory, script, ".json");
        Path errors = Files.createTempFile(directory, script, ".err");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        await(process, RUN_TIMEOUT, script);
        if (process.exitValue() != 0) {
            throw new AssertionError(script + " ended with " + process.exitValue() + ": " + Files.readString(errors));
        }
        return JSON.readTree(Files.readAllBytes(output));
    }

    /** A process with a script of {@code e2e/clients}, not started, with an environment that holds nothing of this one's. */
    ProcessBuilder node(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "TZ", "UTC", "LC_ALL", "C.UTF-8"));
        return builder;
    }

    private static void requireVersion(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await(process, Duration.ofSeconds(30), command[0]);
        } catch (IOException e) {
            throw absent(
                    command[0] + " is not on the PATH: the system tests with real clients need Node 20 or later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException absent(String message, Throwable cause) {
        if ("true".equals(System.getenv("CI"))) {
            return new IllegalStateException(message + " (and CI=true says that they must run)", cause);
        }
        return new TestAbortedException(message, cause);
    }

    private static void copy(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path lock(Path directory) {
        return directory.resolve("package-lock.json");
    }

    /** A copy of the lock file that was installed, beside the modules. */
    private static Path installed(Path directory) {
        return directory.resolve("node_modules").resolve("installed-lock.json");
    }

    private static boolean isInstalled(Path directory) throws IOException {
        return Files.exists(installed(directory)) && Files.mismatch(lock(SOURCES), installed(directory)) < 0;
    }

    private static void npmCi(Path directory) throws IOException {
        Path log = directory.resolve("npm.log");
        try {
            Process process = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            await(process, INSTALL_TIMEOUT, "npm ci");
            if (process.exitValue() != 0) {
                throw absent("npm ci failed, see " + log.toAbsolutePath() + ": " + lastLine(log), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static void await(Process process, Duration timeout, String what) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(what + " did not end within " + timeout);
        }
    }
}
