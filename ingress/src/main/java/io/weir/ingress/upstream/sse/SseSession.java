/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.policy.resource.Target;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session with one server, and the stream that it lives with. What comes on the stream goes to the request that it answers
 * or concerns, else to the client's GET. When the stream is lost, so is the session: whatever was not answered has an unknown outcome.
 */
final class SseSession implements UpstreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(SseSession.class);

    private static final long RELEASE_MS = 1_000;

    private final String id;
    private final SseRelay.Tools tools;
    private final URI url;
    private final Consumer<SseSession> onOver;
    private final OpenCalls calls = new OpenCalls();
    private final Audience audience;
    private final long openedNanos = System.nanoTime();
    private final AtomicReference<Opening> opening = new AtomicReference<>();
    private final AtomicReference<UpstreamEnd> over = new AtomicReference<>();
    private volatile Upstream upstream;
    private volatile UpstreamCall stream;
    private volatile Outgoing outgoing;
    private volatile long usedNanos = openedNanos;

    /**
     * What is under way until the server has named its endpoint.
     *
     * @param otherwise told why the server does not speak this transport
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Opening(
            SseCall initialize, String protocolVersion, byte[] message, Consumer<UpstreamEnd> otherwise) {}

    SseSession(String id, Upstream upstream, SseRelay.Tools tools, Consumer<SseSession> onOver) {
        this.id = id;
        this.upstream = upstream;
        this.url = url(upstream);
        this.tools = tools;
        this.onOver = onOver;
        this.audience = new Audience(tools.maxMessageBytes(), this::consumed);
    }

    private static URI url(Upstream upstream) {
        return ((Target.Http) upstream.target()).url();
    }

    String id() {
        return id;
    }

    /** Whether this is the connection, at the address where the session was opened; the credential is for no other. */
    boolean isOf(Upstream called) {
        return called.name().equals(upstream.name()) && url(called).equals(url);
    }

    // ---- the beginning ----

    /** @param otherwise told why, if the server does not speak this transport; the listener is then told nothing */
    UpstreamCall open(
            Message.Request initialize,
            String protocolVersion,
            UpstreamListener listener,
            Consumer<UpstreamEnd> otherwise) {
        SseCall call = calls.open(this, initialize, listener);
        opening.set(new Opening(call, protocolVersion, initialize.payload(), otherwise));
        long patience = Math.min(upstream.timeout().toMillis(), SseRelay.MAX_OPENING_MS);
        tools.later(patience, () -> overdue(patience));
        stream = tools.http().call(upstream, "GET", "", "text/event-stream", SseRelay.NOTHING, this);
        if (over.get() != null) {
            stream.cancel();
        }
        return call;
    }

    private void overdue(long patience) {
        if (opening.get() != null) {
            close(StreamEnds.unreachable(
                    "The upstream's stream did not begin with an endpoint within " + patience + " ms"));
        }
    }

    @Override
    public void begun(UpstreamCall call, String sessionId, boolean streamed) {
        stream = call;
        if (!streamed) {
            close(UpstreamEnd.invalid("The upstream answered with no stream of the HTTP+SSE transport"));
        }
    }

    @Override
    public void endpoint(String reference) {
        Opening opened = opening.getAndSet(null);
        if (opened == null) {
            // Named before; messages do not move.
            return;
        }
        Optional<URI> named = Endpoint.resolve(url, reference);
        if (named.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("connection", upstream.name())
                    .log("The upstream named an endpoint that is no address of its own origin; its session is closed");
            close(UpstreamEnd.invalid("The upstream named an endpoint that is no address of its own origin"));
        } else if (over.get() == null && !opened.initialize().hasEnded()) {
            outgoing = new Outgoing(this, tools, calls, named.get());
            outgoing.request(upstream, opened.initialize(), opened.protocolVersion(), opened.message());
        }
    }

    // ---- to the server ----

    UpstreamCall post(Upstream now, Message message, String protocolVersion, UpstreamListener listener) {
        upstream = now;
        usedNanos = System.nanoTime();
        if (!(message instanceof Message.Request request)) {
            return outgoing.oneWay(now, message, protocolVersion, listener);
        }
        SseCall call = calls.open(this, request, listener);
        if (over.get() == null) {
            outgoing.request(now, call, protocolVersion, request.payload());
        } else {
            calls.close(call);
            call.end(SseRelay.GONE);
        }
        return call;
    }

    /** The server says that there is no such session. */
    void forgotten() {
        close(UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, SseRelay.GONE.reason()));
    }

    // ---- from the server ----

    UpstreamCall listen(UpstreamListener listener) {
        usedNanos = System.nanoTime();
        UpstreamCall joined = audience.join(listener);
        UpstreamEnd why = over.get();
        if (why != null) {
            audience.end(why);
        }
        return joined;
    }

    @Override
    public void message(byte[] json) {
        if (opening.get() != null) {
            close(UpstreamEnd.invalid("The upstream's stream did not begin with an endpoint"));
            return;
        }
        try {
            take(tools.parser().parse(json));
        } catch (MalformedMessageException e) {
            close(StreamEnds.lost("The upstream's stream held what is no JSON-RPC message"));
        }
    }

    private void take(Message message) {
        if (message instanceof Message.Response response) {
            // An answer that nobody waits for came after its time.
            calls.answered(response).ifPresent(call -> answer(call, response));
            consumed();
        } else if (!calls.concernedBy(message)
                .map(call -> call.hear(message.payload()))
                .orElse(false)) {
            tell(message);
        }
    }

    private void answer(SseCall call, Message.Response response) {
        usedNanos = System.nanoTime();
        call.answer(response.payload());
        if (call.isInitialize() && response.isError()) {
            close(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, "The upstream opened no session"));
        }
    }

    /** A message about no request in particular. */
    private void tell(Message message) {
        if (!audience.isEmpty()) {
            audience.hear(message.payload());
        } else if (OpenCalls.isProgress(message)) {
            // Of a request that is over.
            consumed();
        } else if (!calls.latest().map(call -> call.hear(message.payload())).orElse(false)) {
            audience.hear(message.payload());
        }
    }

    void consumed() {
        UpstreamCall current = stream;
        if (current != null) {
            current.consumed();
        }
    }

    // ---- the end ----

    /** A request that is over need not be acknowledged any more, though it may be right behind its answer. */
    void release(UpstreamCall delivery) {
        tools.later(RELEASE_MS, delivery::cancel);
    }

    /** Nobody waits for the answer any more. */
    void left(SseCall call) {
        calls.close(call);
        if (call.isInitialize()) {
            close(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Nobody waits for the session"));
        }
    }

    @Override
    public void ended(UpstreamEnd end) {
        close(opening.get() != null ? StreamEnds.notOpened(end) : StreamEnds.lost(end));
    }

    /** Ends the stream and whatever waits for something on it. */
    void close(UpstreamEnd why) {
        if (!over.compareAndSet(null, why)) {
            return;
        }
        onOver.accept(this);
        UpstreamCall current = stream;
        if (current != null) {
            current.cancel();
        }
        Opening unopened = opening.getAndSet(null);
        if (unopened != null && unopened.initialize().abandon()) {
            unopened.otherwise().accept(why);
        }
        calls.closeAll().forEach(call -> call.end(why));
        audience.end(why);
    }

    /** Whether it may be ended because of its age, or because its client has left it alone. */
    boolean isDone(long nowNanos) {
        boolean idle = calls.isEmpty()
                && audience.isEmpty()
                && upstream.target() instanceof Target.Mcp mcp
                && nowNanos - usedNanos > mcp.idleTimeout().toNanos();
        return idle || nowNanos - openedNanos > tools.maxAge().toNanos();
    }
}
