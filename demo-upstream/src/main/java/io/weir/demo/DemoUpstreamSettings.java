/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.util.Map;
import java.util.Optional;

/**
 * Where the demo upstream listens and whom it lets in.
 *
 * @param host the address of an interface
 * @param port 0 to 65535; 0 for any free port
 * @param token the bearer token that a caller must bring; none means that everybody may call
 */
public record DemoUpstreamSettings(String host, int port, Optional<String> token) {

    /** The variable with the address to listen on; {@code 127.0.0.1} when it is not set. */
    public static final String HOST = "DEMO_UPSTREAM_HOST";
    /** The variable with the port; 9000 when it is not set. */
    public static final String PORT = "DEMO_UPSTREAM_PORT";
    /** The variable with the token. */
    public static final String TOKEN = "DEMO_UPSTREAM_TOKEN";

    public DemoUpstreamSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(PORT + " must be 0 to 65535");
        }
        token = token.filter(value -> !value.isBlank());
    }

    /** On the loopback interface, without a token. */
    public static DemoUpstreamSettings onLoopback(int port) {
        return new DemoUpstreamSettings("127.0.0.1", port, Optional.empty());
    }

    /** On the loopback interface, for callers that bring this token. */
    public static DemoUpstreamSettings onLoopback(int port, String token) {
        return new DemoUpstreamSettings("127.0.0.1", port, Optional.of(token));
    }

    /**
     * From the environment of the process.
     *
     * @throws IllegalArgumentException when the port is no port
     */
    static DemoUpstreamSettings from(Map<String, String> environment) {
        return new DemoUpstreamSettings(
                environment.getOrDefault(HOST, "127.0.0.1"),
                port(environment.getOrDefault(PORT, "9000")),
                Optional.ofNullable(environment.get(TOKEN)));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PORT + " must be a number", e);
        }
    }

    @Override
    public String toString() {
        return "DemoUpstreamSettings[host=" + host + ", port=" + port + ", token="
                + (token.isPresent() ? "set" : "none") + "]";
    }
}
