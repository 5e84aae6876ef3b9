/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/** An MCP server of the HTTP+SSE transport over real HTTP, which does what a test tells it, and remembers what reached it. */
public final class OldUpstream implements AutoCloseable {
    /** A message is taken, but its POST not answered. */
    public static final int NEVER = 0;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What reached it.
     *
     * @param session to whose endpoint it was posted; null for what was not
     */
    public record Call(
            String httpMethod, String path, Map<String, String> headers, String body, JsonNode json, Session session) {
        /** The JSON-RPC method, empty if it had none. */
        public String method() {
            return json.path("method").asText();
        }

        /** Answers it on its session's stream. */
        public void answer(String result) {
            session.event("{\"jsonrpc\":\"2.0\",\"id\":" + json.path("id") + ",\"result\":" + result + "}");
        }

        /** Answers it with a tool's result that is one text. */
        public void text(String text) {
            answer("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
        }
    }

    /** What is done with a posted message after it was taken; runs on a thread of its own and may block. */
    public interface Script {
        void take(Call call) throws Exception;
    }

    /** One client's stream. */
    public static final class Session {
        private final OutputStream out;
        private final HttpServerExchange exchange;
        private final CountDownLatch over = new CountDownLatch(1);

        private Session(HttpServerExchange exchange) {
            this.exchange = exchange;
            this.out = exchange.getOutputStream();
        }

        public void event(String json) {
            raw("event: message\ndata: " + json + "\n\n");
        }

        public synchronized void raw(String text) {
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                over.countDown();
            }
        }

        /** Ends the stream as it should be. */
        public void end() {
            over.countDown();
        }

        /** Breaks the connection. */
        public void cut() {
            IoUtils.safeClose(exchange.getConnection());
            over.countDown();
        }

        private boolean isOpen() {
            raw(": are you there\n\n");
            return over.getCount() > 0;
        }
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final ExecutorService scripting = Executors.newCachedThreadPool();
    private final Undertow server;
    private volatile String endpoint = "/messages?session=%d";
    private volatile int taken = 202;
    private volatile int refusal = 405;
    private volatile String refusalBody = "";

    public OldUpstream() {
        on(
                "initialize",
                call -> call.answer("{\"protocolVersion\":" + call.json().at("/params/protocolVersion")
                        + ",\"capabilities\":{},\"serverInfo\":{\"name\":\"old\",\"version\":\"1\"}}"));
        on("ping", call -> call.answer("{}"));
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setWorkerThreads(16)
                .setHandler(exchange -> exchange.dispatch(() -> serve(exchange)))
                .build();
        server.start();
    }

    /** Takes messages of this JSON-RPC method. */
    public OldUpstream on(String method, Script script) {
        scripts.put(method, script);
        return this;
    }

    /** Names this endpoint from now on; {@code %d} stands for the session. Empty: names none. */
    public OldUpstream endpoint(String template) {
        endpoint = template;
        return this;
    }

    /** Answers what is posted to its URL with this status and body of JSON. */
    public OldUpstream refuses(int status, String body) {
        refusal = status;
        refusalBody = body;
        return this;
    }

    /** Answers what is posted to its endpoint with this status, or {@link #NEVER}. */
    public OldUpstream takesWith(int status) {
        taken = status;
        return this;
    }

    private void serve(HttpServerExchange exchange) {
        try {
            exchange.startBlocking();
            boolean get = exchange.getRequestMethod().toString().equals("GET");
            Call call = received(exchange);
            if (call.path().equals("/sse") && get) {
                stream(exchange);
            } else if (call.session() != null) {
                if (taken == 202 || taken == NEVER) {
                    scripting.execute(() -> take(call));
                }
                if (taken == NEVER) {
                    call.session().over.await(30, TimeUnit.SECONDS);
                }
                exchange.setStatusCode(taken == NEVER ? 202 : taken);
                exchange.endExchange();
            } else {
                exchange.setStatusCode(refusal);
                if (!refusalBody.isEmpty()) {
                    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
                    exchange.getOutputStream().write(refusalBody.getBytes(StandardCharsets.UTF_8));
                }
                exchange.endExchange();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Call call) {
        try {
            scripts.getOrDefault(call.method(), ignored -> {}).take(call);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Call received(HttpServerExchange exchange) throws IOException {
        String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode json = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach(values -> headers.put(values.getHeaderName().toString(), String.join(",", values)));
        boolean posted = exchange.getRequestPath().equals("/messages");
        Session session = posted
                ? sessions.get(Integer.parseInt(
                        exchange.getQueryParameters().get("session").getFirst()))
                : null;
        Call call = new Call(
                exchange.getRequestMethod().toString(), exchange.getRequestPath(), headers, body, json, session);
        calls.add(call);
        return call;
    }

    private void stream(HttpServerExchange exchange) throws InterruptedException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        Session session = new Session(exchange);
        sessions.add(session);
        if (!endpoint.isEmpty()) {
            session.raw("event: endpoint\ndata: " + endpoint.formatted(sessions.indexOf(session)) + "\n\n");
        } else {
            session.raw(": nothing to say\n\n");
        }
        session.over.await(30, TimeUnit.SECONDS);
        exchange.endExchange();
    }

    /** Everything that reached it, in order. */
    public List<Call> calls() {
        return calls;
    }

    /** What reached it with this JSON-RPC method. */
    public List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    public Session session(int number) {
        return sessions.get(number);
    }

    /** How many streams are open. */
    public long open() {
        return sessions.stream().filter(Session::isOpen).count();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/sse");
    }

    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        sessions.forEach(Session::end);
        server.stop();
        scripting.shutdownNow();
    }
}
