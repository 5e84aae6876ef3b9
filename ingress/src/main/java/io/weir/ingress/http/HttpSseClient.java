/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.Dispatcher;
import io.weir.ingress.exchange.ServerStream;
import io.weir.ingress.exchange.StreamIds;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.Session;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.model.Principal;

/** One client of the HTTP+SSE transport: its stream, on which everything is told, and the session that it has opened. */
final class HttpSseClient extends HttpEvents {
    private final Dispatcher dispatcher;
    private final Principal principal;
    private final Upstream upstream;
    private final Runnable forget;
    private volatile Session session;
    private volatile Runnable serverStream;

    HttpSseClient(
            HttpServerExchange exchange,
            Dispatcher dispatcher,
            Principal principal,
            Upstream upstream,
            long keepAliveMs) {
        super(exchange, keepAliveMs);
        this.dispatcher = dispatcher;
        this.principal = principal;
        this.upstream = upstream;
        this.forget = dispatcher.keepAlive(this::keepAlive);
        onGone(this::leave);
    }

    boolean belongsTo(Principal caller, Upstream called) {
        return principal.key().equals(caller.key()) && upstream.name().equals(called.name());
    }

    /** @param endpoint where messages are to be posted, a path with its query */
    void open(String endpoint) {
        onIoThread(() -> {
            begin(-1);
            tellEndpoint(endpoint);
        });
    }

    /** Takes a message of the client; what there is to say to it comes on the stream. */
    void take(Message message) throws RefusedException {
        if (message instanceof Message.Request request && request.isInitialize()) {
            dispatcher.begin(Caller.opening(principal, upstream, request, ""), request, new Reply(), false);
            return;
        }
        Session opened = session;
        if (opened == null) {
            throw Callers.invalid("A session begins with initialize");
        }
        Caller caller = Caller.inSession(opened, principal, upstream);
        if (message instanceof Message.Request request) {
            dispatcher.begin(caller, request, new Reply(), false);
        } else if (message instanceof Message.Notification notification) {
            dispatcher.pass(caller, notification, passed -> follow(caller));
        } else {
            dispatcher.pass(caller, (Message.Response) message, passed -> {});
        }
    }

    /** Once the session is open, what the server says by itself is told as well; not every server has something to say. */
    private synchronized void follow(Caller caller) {
        if (serverStream == null) {
            serverStream = dispatcher.stream(caller, new Sink());
        }
    }

    private void leave() {
        forget.run();
        Runnable closing = serverStream;
        if (closing != null) {
            closing.run();
        }
        Session opened = session;
        if (opened != null) {
            dispatcher.endSession(Caller.inSession(opened, principal, upstream), passed -> {});
        }
    }

    private void tell(byte[] json) {
        onIoThread(() -> {
            if (!isOver()) {
                write(json, -1);
            }
        });
    }

    /** The client's side of one request. */
    private final class Reply implements ClientReply {
        @Override
        public void resumableAs(StreamIds ids) {
            // This transport's streams are not resumed.
        }

        @Override
        public void message(byte[] json, long offset) {
            tell(json);
        }

        @Override
        public void openStream(long offset) {
            // It is open.
        }

        @Override
        public void answer(Answer answer, long offset) {
            if (answer.opened() != null) {
                session = answer.opened();
            }
            tell(answer.json());
        }

        @Override
        public void pause(long retryMillis) {
            // The stream is for other requests as well.
        }

        @Override
        public void breakOff() {
            // The stream is for other requests as well.
        }

        @Override
        public void keepAlive(long nowNanos) {
            // The client does, for all.
        }

        @Override
        public void onGone(Runnable listener) {
            HttpSseClient.this.onGone(listener);
        }
    }

    /** Where the server's own messages go. */
    private final class Sink implements ServerStream.Client {
        @Override
        public void open(StreamIds ids, long offset) {
            // It is open.
        }

        @Override
        public void message(byte[] json, long offset) {
            tell(json);
        }

        @Override
        public void keepAlive(long nowNanos) {
            // The client does, for all.
        }

        @Override
        public void end(UpstreamEnd end) {
            // The stream goes on without them.
        }
    }
}
