/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the server listens.
 *
 * @param host name or address of the interface
 * @param port 0 to 65535; 0 takes a free one
 * @param drain how long {@link HttpServer#close()} waits for requests that are under way
 */
public record HttpSettings(String host, int port, Duration drain) {

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(drain, "drain");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /** Reads the keys of {@link CommonKeys#http}. */
    public static HttpSettings from(ServiceConfig config) {
        return new HttpSettings(
                config.string(CommonKeys.HTTP_HOST),
                config.integer(CommonKeys.HTTP_PORT),
                config.millis(CommonKeys.HTTP_DRAIN_MS));
    }
}
