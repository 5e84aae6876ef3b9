/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.node;

import java.io.File;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The scripts of a directory of {@code e2e}, with what they need from npm, installed into {@code target}, as processes. */
public final class NodeTools {
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(30);
    private static final String LOCK = "package-lock.json";

    private final Path directory;

    private NodeTools(Path directory) {
        this.directory = directory;
    }

    /**
     * Copies a directory of scripts into {@code target} and installs what they need, unless that was done for this lock file.
     *
     * @param name of the directory, which holds a {@code package-lock.json}
     * @throws NodeAbsentException where Node or npm are absent, or npm has no registry
     */
    public static NodeTools install(String name) {
        requireVersion("node", "--version");
        requireVersion("npm", "--version");
        Path sources = module().resolve(name);
        Path directory = module().resolve("target").resolve(name);
        try {
            Files.createDirectories(directory);
            copy(sources, directory);
            if (!isInstalled(sources, directory)) {
                npmCi(directory);
                Files.copy(sources.resolve(LOCK), installed(directory), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + directory.toAbsolutePath(), e);
        }
        return new NodeTools(directory);
    }

    /** Where the scripts were installed. */
    public Path directory() {
        return directory;
    }

    /** A process with a script, not started, with an environment that holds nothing of this one's. */
    public ProcessBuilder node(String script, String... arguments) {
        return command("node", System.getenv("PATH"), script, arguments);
    }

    /** The same by the Node that {@code package.json} brings, which its children find first as well. */
    public ProcessBuilder ownNode(String script, String... arguments) {
        Path bin = directory.resolve("node_modules/node/bin").toAbsolutePath();
        return command(
                bin.resolve("node").toString(), bin + File.pathSeparator + System.getenv("PATH"), script, arguments);
    }

    private ProcessBuilder command(String node, String path, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(node, script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "TZ", "UTC", "LC_ALL", "C.UTF-8"));
        return builder;
    }

    /**
     * Waits for the end of a process, and ends it by force when that takes too long.
     *
     * @throws IllegalStateException when it had to be forced
     */
    public static void await(Process process, Duration timeout, String what) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException(what + " did not end within " + timeout);
        }
    }

    /** This module: the launcher tells where Weir is, and a test runs in its module's directory. */
    private static Path module() {
        String home = System.getProperty("weir.home");
        return home == null ? Path.of("") : Path.of(home, "e2e");
    }

    private static void requireVersion(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await(process, VERSION_TIMEOUT, command[0]);
        } catch (IOException e) {
            throw new NodeAbsentException(command[0] + " is not on the PATH; Node 20 or later is needed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path sources, Path directory) throws IOException {
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file :
                    files.filter(file -> !file.endsWith("node_modules")).toList()) {
                Path copy = directory.resolve(file.getFileName());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                    copy(file, copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** A copy of the lock file that was installed, beside the modules. */
    private static Path installed(Path directory) {
        return directory.resolve("node_modules").resolve("installed-lock.json");
    }

    private static boolean isInstalled(Path sources, Path directory) throws IOException {
        Path installed = installed(directory);
        return Files.exists(installed) && Files.mismatch(sources.resolve(LOCK), installed) < 0;
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
                throw new NodeAbsentException(
                        "npm ci failed, see " + log.toAbsolutePath() + ": " + lastLine(log), null);
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
}
