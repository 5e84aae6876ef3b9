/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.ingress.upstream.http.HttpRelay;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls servers of the HTTP+SSE transport (MCP 2024-11-05). Such a session lives with its stream: another process, and this one once
 * the stream is lost, says that it is gone, and the client begins a new one. Thread-safe; no method blocks.
 */
public final class SseRelay implements Relay {
    /** With a space, which no server's own session id may have (MCP, "Session Management"). */
    private static final String PREFIX = "sse ";

    private static final int ID_BYTES = 18;
    private static final int BAD_REQUEST = 400;

    /** A server that speaks this transport names its endpoint at once; one that does not may leave a stream open and silent. */
    static final long MAX_OPENING_MS = 10_000;

    static final byte[] NOTHING = {};
    static final UpstreamEnd GONE =
            UpstreamEnd.of(UpstreamEnd.Kind.SESSION_GONE, "The upstream's stream of this session is not open here");

    /** A call of which there is nothing to hear any more. */
    static final UpstreamCall OVER = new UpstreamCall() {
        @Override
        public void consumed() {
            // There is nothing more to read.
        }

        @Override
        public void cancel() {
            // It is over.
        }
    };

    private final Map<String, SseSession> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Tools tools;

    /**
     * What every session works with.
     *
     * @param timer its tasks do not block
     * @param maxSessions how many streams to servers may be open
     * @param maxMessageBytes how much is kept of what a server says before its client listens
     * @param maxAge how long a session may be used
     */
    public record Tools(
            HttpRelay http,
            MessageParser parser,
            ScheduledExecutorService timer,
            int maxSessions,
            int maxMessageBytes,
            Duration maxAge) {

        void later(long millis, Runnable task) {
            try {
                Future<?> unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Stopping: nobody waits for it any more.
            }
        }
    }

    /** No session is open yet. */
    public SseRelay(Tools tools) {
        this.tools = tools;
    }

    /** Whether an upstream's session id was given out here. */
    static boolean isOurs(String sessionId) {
        return sessionId.startsWith(PREFIX);
    }

    @Override
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        if (session.stateless()) {
            // What a server of sessions says (MCP 2026-07-28, "Backward Compatibility").
            return end(
                    listener,
                    new UpstreamEnd(
                            UpstreamEnd.Kind.INVALID,
                            "The upstream speaks no revision without sessions; begin with initialize",
                            BAD_REQUEST));
        }
        Message parsed;
        try {
            parsed = tools.parser().parse(message);
        } catch (MalformedMessageException e) {
            return end(listener, UpstreamEnd.invalid("The message is none that can be sent"));
        }
        if (parsed instanceof Message.Request request && request.isInitialize()) {
            return open(upstream, session, request, listener, listener::ended);
        }
        Optional<SseSession> open = find(upstream, session);
        return open.isPresent()
                ? open.get().post(upstream, parsed, session.protocolVersion(), listener)
                : end(listener, GONE);
    }

    /**
     * Opens a session.
     *
     * @param otherwise told why, if the server does not speak this transport; the listener is then told nothing
     */
    UpstreamCall open(
            Upstream upstream,
            UpstreamSession session,
            Message.Request initialize,
            UpstreamListener listener,
            Consumer<UpstreamEnd> otherwise) {
        if (sessions.size() >= tools.maxSessions()) {
            return end(
                    listener,
                    UpstreamEnd.of(
                            UpstreamEnd.Kind.UNREACHABLE,
                            "Too many streams to servers of the HTTP+SSE transport are open; try again later"));
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        SseSession opened = new SseSession(id, upstream, tools, over -> sessions.remove(over.id()));
        sessions.put(id, opened);
        return opened.open(initialize, session.protocolVersion(), listener, otherwise);
    }

    @Override
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        Optional<SseSession> open = find(upstream, session);
        return open.isPresent() ? open.get().listen(listener) : end(listener, GONE);
    }

    @Override
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        Optional<SseSession> open = find(upstream, session);
        open.ifPresent(found -> found.close(UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, "The client ended the session")));
        return end(listener, open.isPresent() ? UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "") : GONE);
    }

    /** A session is no longer what it was when its connection leads elsewhere. */
    private Optional<SseSession> find(Upstream upstream, UpstreamSession session) {
        SseSession open = sessions.get(session.sessionId());
        if (open != null && !open.isOf(upstream)) {
            open.forgotten();
            return Optional.empty();
        }
        return Optional.ofNullable(open);
    }

    private static UpstreamCall end(UpstreamListener listener, UpstreamEnd end) {
        listener.ended(end);
        return OVER;
    }

    /** How many streams to servers are open. */
    public int size() {
        return sessions.size();
    }

    /** Ends the sessions that are too old, or whose clients have left them alone; to be called now and then. */
    public void closeIdle() {
        long now = System.nanoTime();
        sessions.values().stream()
                .filter(session -> session.isDone(now))
                .forEach(session ->
                        session.close(UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, "The session was not used any more")));
    }
}
