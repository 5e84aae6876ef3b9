/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server of both eras that stamps all that it says with the session and the request that it belongs to, and reports what
 * reaches it in the wrong session. It can be taken away in the middle, with all its connections, and comes back on the same port.
 */
final class StampingUpstream implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int BACKLOG = 256;

    private final Witness witness;
    private final Map<String, UpstreamSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "traffic-upstream");
        thread.setDaemon(true);
        return thread;
    });
    private final int port;
    private volatile ServerSocket listener;

    /** Starts on a free port of the loopback interface. */
    StampingUpstream(Witness witness) throws IOException {
        this.witness = witness;
        this.port = listen(0);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    /** How often each exchange's tool was called. */
    Map<String, AtomicInteger> calls() {
        return calls;
    }

    /** Drops all connections, and refuses new ones until {@link #comeBack}. */
    void leave() throws IOException {
        witness.upstreamLeaves();
        listener.close();
        wires.forEach(Wire::close);
    }

    /** @param forgetful whether it has lost its sessions */
    void comeBack(boolean forgetful) throws IOException {
        if (forgetful) {
            sessions.clear();
        }
        listen(port);
        witness.upstreamIsBack();
    }

    private int listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
        listener = socket;
        threads.execute(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket, PATIENCE_MILLIS)) {
            wires.add(wire);
            try {
                while (serveNext(wire)) {
                    // As long as the connection is of use.
                }
            } finally {
                wires.remove(wire);
            }
        } catch (IOException | UncheckedIOException gone) {
            // The gateway has left, or this server has.
            witness.count("upstream connections that ended in the middle");
        }
    }

    /** Whether the connection can serve another request. */
    private boolean serveNext(Wire wire) throws IOException {
        Wire.Head head;
        try {
            head = wire.readHead();
        } catch (IOException over) {
            return false;
        }
        UpstreamRequest request = UpstreamRequest.of(head, wire.readBody(head));
        if (request.isModern()) {
            return new UpstreamAnswering(wire, request, UpstreamSession.none(), witness, calls).post();
        }
        if (request.method().equals("initialize")) {
            return initialize(wire, request);
        }
        UpstreamSession session = sessions.get(head.header("mcp-session-id"));
        if (session == null) {
            wire.write("HTTP/1.1 404 Not Found\r\n", "");
            return true;
        }
        UpstreamAnswering answering = new UpstreamAnswering(wire, request, session, witness, calls);
        return switch (request.httpMethod()) {
            case "POST" -> answering.post();
            case "GET" -> answering.get(head.header("last-event-id"));
            default -> {
                sessions.remove(head.header("mcp-session-id"));
                wire.write("HTTP/1.1 200 OK\r\n", "");
                yield true;
            }
        };
    }

    private boolean initialize(Wire wire, UpstreamRequest request) throws IOException {
        String name = request.params().path("clientInfo").path("name").asText();
        String id = java.util.UUID.randomUUID().toString();
        sessions.put(id, UpstreamSession.of(name));
        wire.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: " + id + "\r\n",
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"protocolVersion\":%s,\"capabilities\":{\"tools\":{},\"logging\":{}},\"serverInfo\":{\"name\":\"stamping\",\"version\":\"1\"},\"instructions\":\"%s\"}}"
                        .formatted(request.id(), request.params().path("protocolVersion"), name));
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        wires.forEach(Wire::close);
        threads.shutdownNow();
    }
}
