/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls upstreams (MCP, "Streamable HTTP"): each with the gateway's own credential, nothing of the client's headers, no
 * redirects, no compression, and each request at most once. Thread-safe; no method blocks.
 */
public final class UpstreamClient implements AutoCloseable {

    static {
        // Read by the JDK when its HTTP client is first used. A POST on a kept connection that the server closes just
        // then
        // cannot be told from one that was processed; so let go before the usual 5 s of servers, Node's among them.
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", "4");
        }
    }

    private final ExecutorService threads;
    private final HttpClient http;
    private final int maxMessageBytes;

    /**
     * @param connectTimeout longest wait for a connection
     * @param maxMessageBytes longest message that an upstream may send
     */
    public UpstreamClient(Duration connectTimeout, int maxMessageBytes) {
        AtomicInteger number = new AtomicInteger();
        this.threads =
                Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
                    Thread thread = new Thread(task, "weir-upstream-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build();
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Sends one message. */
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        return call(
                upstream,
                session,
                true,
                listener,
                request -> request.POST(BodyPublishers.ofByteArray(message))
                        .setHeader("Content-Type", "application/json")
                        .setHeader("Accept", "application/json, text/event-stream"));
    }

    /**
     * Opens the stream of what the server says by itself, or resumes one.
     *
     * @param lastEventId where to resume, empty to begin
     */
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        return call(upstream, session, true, listener, request -> {
            request.GET().setHeader("Accept", "text/event-stream");
            if (!lastEventId.isEmpty()) {
                request.setHeader("Last-Event-ID", lastEventId);
            }
        });
    }

    /** Ends the upstream's session. */
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        return call(upstream, session, false, listener, HttpRequest.Builder::DELETE);
    }

    private UpstreamCall call(
            Upstream upstream,
            UpstreamSession session,
            boolean expectsMessage,
            UpstreamListener listener,
            RequestMethod method) {
        UpstreamCall call =
                new UpstreamCall(maxMessageBytes, !session.sessionId().isEmpty(), expectsMessage, listener);
        if (!upstream.hasCredential()) {
            call.end(UpstreamEnd.of(
                    UpstreamEnd.Kind.UNREACHABLE, "The gateway's credential for the upstream is missing"));
            return call;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(upstream.url());
        method.applyTo(request);
        upstream.authorize(request);
        if (!session.sessionId().isEmpty()) {
            request.setHeader("Mcp-Session-Id", session.sessionId());
        }
        if (!session.protocolVersion().isEmpty()) {
            request.setHeader("MCP-Protocol-Version", session.protocolVersion());
        }
        call.start(http, request.build());
        return call;
    }

    @FunctionalInterface
    private interface RequestMethod {
        void applyTo(HttpRequest.Builder request);
    }

    /** Stops; calls under way are not waited for. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
