/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.MirroredHeaders;
import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.ingress.upstream.credential.Authorizer;
import io.weir.policy.resource.Target;
import io.weir.service.http.IoThreads;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls upstreams (MCP, "Streamable HTTP"): each with the gateway's own credential, nothing of the client's headers, no
 * redirects, no compression, and each request at most once. Thread-safe; no method blocks.
 */
public final class HttpRelay implements Relay, AutoCloseable {
    /**
     * A POST on a kept connection that the server closes just then cannot be told from one that was processed; so let go before
     * the usual 5 s of servers, Node's among them.
     */
    private static final Timeout IDLE = Timeout.ofSeconds(4);

    private static final Http1Config HTTP = Http1Config.custom()
            .setBufferSize(16 * 1024)
            .setInitialWindowSize(16 * 1024)
            .setChunkSizeHint(4 * 1024)
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(128)
            .build();

    private static final byte[] NOTHING = {};

    private final ExecutorService lookups;
    private final HostAddresses addresses;
    private final Authorizer authorizer;
    private final PoolingAsyncClientConnectionManager connections;
    private final MinimalHttpAsyncClient http;
    private final int maxMessageBytes;
    private final Map<URI, HttpHost> hosts = new ConcurrentHashMap<>();

    /**
     * Trusts whom the JVM trusts ({@code javax.net.ssl.trustStore}).
     *
     * @param connectTimeout longest wait for a connection
     * @param maxMessageBytes longest message that an upstream may send
     */
    public HttpRelay(Duration connectTimeout, int maxMessageBytes) {
        this(
                connectTimeout,
                maxMessageBytes,
                ClientTlsStrategyBuilder.create().useSystemProperties().buildAsync());
    }

    HttpRelay(Duration connectTimeout, int maxMessageBytes, TlsStrategy tls) {
        AtomicInteger number = new AtomicInteger();
        this.lookups = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "weir-upstream-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.addresses = new HostAddresses(lookups);
        this.authorizer = new Authorizer(lookups, connectTimeout);
        this.connections = PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(tls)
                .setDnsResolver(addresses)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                // Exchanges are bounded, and each has at most one.
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(Timeout.of(connectTimeout))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setIdleTimeout(IDLE)
                        // The selector hears of a connection's end at once.
                        .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                        .build())
                .build();
        this.http = HttpAsyncClients.createMinimal(
                H2Config.DEFAULT,
                HTTP,
                IOReactorConfig.custom().setIoThreadCount(IoThreads.COUNT).build(),
                connections);
        this.http.start();
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        HttpRequest request = request("POST", upstream);
        request.setHeader("Accept", "application/json, text/event-stream");
        return call(upstream, session, request, message, true, listener);
    }

    @Override
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        HttpRequest request = request("GET", upstream);
        request.setHeader("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.setHeader("Last-Event-ID", lastEventId);
        }
        return call(upstream, session, request, NOTHING, true, listener);
    }

    @Override
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        return call(upstream, session, request("DELETE", upstream), NOTHING, false, listener);
    }

    /**
     * Posts a message in the HTTP+SSE transport (MCP 2024-11-05), in which what there is to say to it comes on another stream. It goes to
     * the upstream's host, whatever host the endpoint names.
     *
     * @param endpoint of the upstream's origin
     * @param protocolVersion {@code MCP-Protocol-Version}, empty if there is none to tell
     */
    public UpstreamCall post(
            Upstream upstream, URI endpoint, String protocolVersion, byte[] message, UpstreamListener listener) {
        HttpRequest request = request("POST", endpoint.toString());
        if (!protocolVersion.isEmpty()) {
            request.setHeader("MCP-Protocol-Version", protocolVersion);
        }
        return call(upstream, request, message, new McpAnswers(true, false), listener);
    }

    /**
     * Calls an API that is not MCP: the only answer is one with status 200.
     *
     * @param path appended to the upstream's URL
     * @param accept the media types that are understood
     * @param content JSON; empty if the request has no body
     */
    public UpstreamCall call(
            Upstream upstream, String method, String path, String accept, byte[] content, UpstreamListener listener) {
        HttpRequest request = request(method, target(upstream).url() + path);
        request.setHeader("Accept", accept);
        return call(upstream, request, content, AnswerRules.PLAIN, listener);
    }

    private static HttpRequest request(String method, Upstream upstream) {
        return request(method, target(upstream).url().toString());
    }

    private static HttpRequest request(String method, String url) {
        HttpRequest request = new BasicHttpRequest(method, URI.create(url));
        request.setHeader("User-Agent", "Weir");
        return request;
    }

    private HttpCall call(
            Upstream upstream,
            UpstreamSession session,
            HttpRequest request,
            byte[] content,
            boolean expectsMessage,
            UpstreamListener listener) {
        boolean inSession = !session.sessionId().isEmpty();
        if (inSession) {
            request.setHeader("Mcp-Session-Id", session.sessionId());
        }
        if (!session.protocolVersion().isEmpty()) {
            request.setHeader("MCP-Protocol-Version", session.protocolVersion());
        }
        mirror(session.mirrored(), request);
        return call(upstream, request, content, new McpAnswers(inSession, expectsMessage), listener);
    }

    private HttpCall call(
            Upstream upstream, HttpRequest request, byte[] content, AnswerRules rules, UpstreamListener listener) {
        HttpCall call = new HttpCall(maxMessageBytes, rules, listener);
        if (!upstream.hasCredential()) {
            call.end(UpstreamEnd.of(
                    UpstreamEnd.Kind.UNREACHABLE, "The gateway's credential for the upstream is missing"));
            return call;
        }
        HttpHost host = hosts.computeIfAbsent(target(upstream).url(), HttpHost::create);
        AuthorizedRequest authorized =
                new AuthorizedRequest(http, addresses, host, authorizer, upstream, request, content, call);
        call.isSentBy(authorized);
        authorized.send();
        return call;
    }

    private static Target.Http target(Upstream upstream) {
        return (Target.Http) upstream.target();
    }

    private static void mirror(MirroredHeaders mirrored, HttpRequest request) {
        if (!mirrored.method().isEmpty()) {
            request.setHeader("Mcp-Method", mirrored.method());
        }
        if (!mirrored.name().isEmpty()) {
            request.setHeader("Mcp-Name", mirrored.name());
        }
        mirrored.params().forEach(param -> request.setHeader(param.header(), param.value()));
    }

    /** Closes connections that would not be used again; to be called now and then. */
    public void closeIdle() {
        connections.closeIdle(IDLE);
    }

    /** Stops; calls under way are not waited for. */
    @Override
    public void close() {
        connections.close(CloseMode.IMMEDIATE);
        // Gracefully, since nothing is left to wait for, and the other way it complains of itself.
        http.close(CloseMode.GRACEFUL);
        lookups.shutdownNow();
    }
}
