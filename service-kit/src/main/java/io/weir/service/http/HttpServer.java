/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Undertow listener with the bounds that every Weir service has. Handlers run on I/O threads and must not block
 * there.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_PARAMETERS = 100;
    private static final int REQUEST_PARSE_TIMEOUT_MS = 30_000;
    private static final int IDLE_CONNECTION_TIMEOUT_MS = 75_000;

    private final Undertow undertow;
    private final GracefulShutdownHandler graceful;
    private final Duration drain;

    private HttpServer(Undertow undertow, GracefulShutdownHandler graceful, Duration drain) {
        this.undertow = undertow;
        this.graceful = graceful;
        this.drain = drain;
    }

    /** Starts with a drain time of 10 s; see {@link #start(HttpSettings, HttpHandler)}. */
    public static HttpServer start(String host, int port, HttpHandler root) {
        return start(new HttpSettings(host, port, Duration.ofSeconds(10)), root);
    }

    /**
     * Starts to listen.
     *
     * @throws RuntimeException when the address cannot be bound
     */
    public static HttpServer start(HttpSettings settings, HttpHandler root) {
        GracefulShutdownHandler graceful = new GracefulShutdownHandler(Problems.whereBodyIsMissing(root));
        Undertow undertow = Undertow.builder()
                .setIoThreads(IoThreads.COUNT)
                .addHttpListener(settings.port(), settings.host())
                .setHandler(graceful)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_PARSE_TIMEOUT_MS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_CONNECTION_TIMEOUT_MS)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
                .build();
        undertow.start();
        HttpServer server = new HttpServer(undertow, graceful, settings.drain());
        LOG.atInfo()
                .addKeyValue("host", settings.host())
                .addKeyValue("port", server.port())
                .log("Listening");
        return server;
    }

    /** The port that is listened on, also where a free one was asked for. */
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** Refuses new requests with 503, waits for those under way, at most the drain time, and stops. */
    @Override
    public void close() {
        graceful.shutdown();
        try {
            if (!graceful.awaitShutdown(drain.toMillis())) {
                LOG.atWarn().addKeyValue("drainMs", drain.toMillis()).log("Requests were still under way at the stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            undertow.stop();
        }
    }
}
