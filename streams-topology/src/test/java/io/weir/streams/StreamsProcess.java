/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The streams service as a process of its own, which can be killed like any other. */
final class StreamsProcess implements AutoCloseable {
    private final Path config;
    private final File log;
    private Process process;

    StreamsProcess(Path directory, Map<String, String> settings) {
        config = directory.resolve("streams.properties");
        log = directory.resolve("streams.log").toFile();
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newOutputStream(config)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        StreamsMain.class.getName(),
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As by kill -9: nothing is closed, nothing is committed. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The end of its log, for a failed test. */
    String logTail() {
        try {
            String text = Files.readString(log.toPath());
            return text.substring(Math.max(0, text.length() - 4000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
