/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pipeline;

import io.weir.service.config.ServiceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One service as a process of its own, configured by environment variables only. It can be stopped and started again. */
final class ServiceProcess {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Class<?> main;
    private final Map<String, String> settings = new TreeMap<>();
    private final int port;
    private Process process;

    /**
     * A service that does not run yet.
     *
     * @param settings by key; the address to listen on is added
     */
    ServiceProcess(String name, Class<?> main, Map<String, String> settings) {
        this.name = name;
        this.main = main;
        this.port = freePort();
        this.settings.putAll(settings);
        this.settings.put("http.port", String.valueOf(port));
        // Not even a test that is broken off leaves it behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill-" + name));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Everything that the service has written to its log, over all its starts. */
    Path log() {
        return Path.of("target", "pipeline", name + ".log");
    }

    /** Starts it; it is not ready yet. */
    ServiceProcess start() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                // Test classes bring a configuration of the logger that is quieter.
                "-Dlogback.configurationFile=logback.xml",
                main.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        settings.forEach((key, value) -> builder.environment().put(ServiceConfig.environmentName(key), value));
        try {
            Files.createDirectories(log().getParent());
            process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /** Waits until {@code /ready} says so. */
    ServiceProcess awaitReady() {
        Awaitility.await(name + " is ready, see " + log())
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(this::isReady);
        return this;
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended with " + process.exitValue() + ", see " + log());
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri().resolve("/ready")).build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Tells it to stop, as an orchestrator would, and waits until it did. */
    void stop() {
        end(process::destroy);
    }

    /** Ends it at once: {@code kill -9}. */
    void kill() {
        end(process::destroyForcibly);
    }

    private void end(Runnable how) {
        if (process == null) {
            return;
        }
        how.run();
        try {
            if (!process.waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not stop within " + STOPS_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
