/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The demo MCP server over Streamable HTTP: {@code /mcp}, and beside it {@code /calls} and {@code /health}.
 *
 * <p>Thread-safe. It serves from {@link #start} until {@link #close}.
 */
public final class DemoUpstream implements AutoCloseable {

    private static final int CALLS_KEPT = 100_000;
    private static final int THREADS = 64;
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(30);

    private final Server server;
    private final ServerConnector connector;
    private final McpSyncServer mcp;
    private final CallLog calls;
    private final BankDatabase database;

    private DemoUpstream(DemoUpstreamSettings settings) {
        ObjectMapper json = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        database = BankDatabase.sample();
        calls = new CallLog(CALLS_KEPT, Clock.systemUTC());
        HttpServletStreamableServerTransportProvider transport = transport();
        mcp = mcpServer(transport, json);
        server = new Server(daemonThreads());
        connector = new ServerConnector(server);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        // Longer than callers keep pooled connections, so that none sends a call down one that is just being closed.
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        server.addConnector(connector);
        server.setHandler(routes(transport, json, settings));
    }

    /**
     * Starts on the loopback interface without asking for a credential.
     *
     * @param port 0 for any free port, see {@link #port()}
     * @throws UncheckedIOException when the port is taken
     */
    public static DemoUpstream start(int port) {
        return start(DemoUpstreamSettings.onLoopback(port));
    }

    /**
     * Starts as the settings say.
     *
     * @throws UncheckedIOException when the port is taken
     */
    public static DemoUpstream start(DemoUpstreamSettings settings) {
        DemoUpstream upstream = new DemoUpstream(settings);
        try {
            upstream.server.start();
            return upstream;
        } catch (IOException e) {
            upstream.close();
            throw new UncheckedIOException("The demo upstream cannot listen on port " + settings.port(), e);
        } catch (Exception e) {
            upstream.close();
            throw new IllegalStateException("The demo upstream did not start", e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where a gateway on this machine finds it. */
    public URI mcpUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/mcp");
    }

    /** Every tool call that reached this server, oldest first; the newest 100,000. */
    public List<CallRecord> calls() {
        return calls.records();
    }

    /** The data, to see what was done to it. */
    public BankDatabase database() {
        return database;
    }

    /** Waits until the server was stopped, by {@link #close} or by the end of the process. */
    void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        mcp.closeGracefully();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The demo upstream did not stop", e);
        }
    }

    private McpSyncServer mcpServer(HttpServletStreamableServerTransportProvider transport, ObjectMapper json) {
        BankDocuments documents = new BankDocuments(database);
        return McpServer.sync(transport)
                .serverInfo("weir-demo-bank", "1")
                .instructions("A bank with three customers. All of them are invented.")
                .capabilities(ServerCapabilities.builder()
                        .tools(true)
                        .resources(false, true)
                        .prompts(true)
                        .build())
                .tools(new BankTools(database, calls, json).specifications())
                .resources(documents.terms())
                .resourceTemplates(documents.customers())
                .prompts(documents.letter())
                // No tool waits for anything, so a second thread would only cost a change of threads.
                .immediateExecution(true)
                .build();
    }

    private static HttpServletStreamableServerTransportProvider transport() {
        return HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(new JacksonMcpJsonMapper(new ObjectMapper()))
                .mcpEndpoint("/mcp")
                .contextExtractor(request ->
                        McpTransportContext.create(Map.of(BankTools.AUTHORIZATION, Credential.describe(request))))
                .sessionSweepInterval(Duration.ofMinutes(10))
                .build();
    }

    private ServletContextHandler routes(
            HttpServletStreamableServerTransportProvider transport, ObjectMapper json, DemoUpstreamSettings settings) {
        ServletContextHandler routes = new ServletContextHandler("/");
        ServletHolder mcpServlet = new ServletHolder(transport);
        mcpServlet.setAsyncSupported(true);
        routes.addServlet(mcpServlet, "/mcp");
        routes.addServlet(new ServletHolder(new CallsServlet(calls, json)), "/calls");
        routes.addServlet(new ServletHolder(new HealthServlet()), "/health");
        settings.token()
                .ifPresent(token -> routes.addFilter(bearer(token), "/mcp", EnumSet.of(DispatcherType.REQUEST)));
        return routes;
    }

    private static FilterHolder bearer(String token) {
        FilterHolder filter = new FilterHolder(new BearerFilter(token));
        filter.setAsyncSupported(true);
        return filter;
    }

    private static QueuedThreadPool daemonThreads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("demo-upstream");
        threads.setDaemon(true);
        return threads;
    }
}
