/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.smoke;

import io.weir.standalone.client.McpCaller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for services that were started a moment ago. */
final class Stack {

    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration CONFIGURED_WITHIN = Duration.ofMinutes(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Waits until a service says that it is ready.
     *
     * @throws IllegalStateException after five minutes
     */
    void awaitReady(URI service) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/ready"))
                .timeout(REQUEST_TIMEOUT)
                .build();
        until(service + " is not ready", READY_WITHIN, () -> {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IOException("it answers " + status);
            }
            return null;
        });
    }

    /**
     * Waits until what was applied is in force in every service, which is a moment later: before, a client is refused.
     *
     * @throws IllegalStateException after a minute
     */
    void awaitConnection(URI ingress, String connection, String token) {
        until("the configuration is not in force", CONFIGURED_WITHIN, () -> {
            try (McpCaller client = McpCaller.connect(ingress, connection, token)) {
                return client.tools();
            }
        });
    }

    private static <T> void until(String complaint, Duration patience, Callable<T> attempt) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                attempt.call();
                return;
            } catch (Exception e) {
                if (e instanceof InterruptedException || System.nanoTime() > end) {
                    throw new IllegalStateException(complaint + ": " + e.getMessage(), e);
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }
}
