/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import io.weir.events.FactType;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.Dispatcher;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.upstream.Upstream;
import io.weir.model.Principal;
import io.weir.service.http.Async;
import java.util.concurrent.atomic.AtomicInteger;

/** POST: a client's message, or a batch of them. */
final class PostHandler {
    private final Callers callers;
    private final StatelessCallers stateless;
    private final Dispatcher dispatcher;
    private final MessageParser parser;
    private final Refusals refusals;
    private final int maxMessageBytes;
    private final long keepAliveMs;
    private final AtomicInteger incoming = new AtomicInteger();

    PostHandler(
            Callers callers,
            StatelessCallers stateless,
            Dispatcher dispatcher,
            MessageParser parser,
            Refusals refusals,
            int maxMessageBytes,
            long keepAliveMs) {
        this.callers = callers;
        this.stateless = stateless;
        this.dispatcher = dispatcher;
        this.parser = parser;
        this.refusals = refusals;
        this.maxMessageBytes = maxMessageBytes;
        this.keepAliveMs = keepAliveMs;
    }

    void handle(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        MediaTypes.requireJsonBody(exchange);
        MediaTypes.requireAcceptsAnswers(exchange);
        String version = Callers.protocolVersion(exchange);
        if (!dispatcher.hasRoomBesides(incoming.get())) {
            throw new RefusedException(
                    new Refusal(503, ErrorCode.OVERLOADED, "Too many requests are under way; try again", null));
        }
        RequestBody.receive(exchange, maxMessageBytes, incoming, new RequestBody.Callback() {
            @Override
            public void received(byte[] body) {
                // Not before the handlers have returned may the exchange be ended from elsewhere.
                exchange.dispatch(
                        SameThreadExecutor.INSTANCE, () -> begin(exchange, principal, upstream, version, body));
            }

            @Override
            public void refused(Refusal refusal) {
                refusals.refuse(exchange, principal, upstream.name(), refusal);
            }
        });
    }

    private void begin(
            HttpServerExchange exchange, Principal principal, Upstream upstream, String version, byte[] bytes) {
        try {
            begin(exchange, principal, upstream, version, parser.parseBody(bytes));
        } catch (MalformedMessageException e) {
            Refusal refusal = new Refusal(400, e.code(), e.getMessage(), FactType.MALFORMED_MESSAGE);
            refusals.refuse(exchange, principal, upstream.name(), refusal);
        } catch (RefusedException e) {
            refusals.refuse(exchange, principal, upstream.name(), e.refusal());
        } catch (RuntimeException e) {
            Async.failed(exchange, e);
        }
    }

    private void begin(
            HttpServerExchange exchange,
            Principal principal,
            Upstream upstream,
            String version,
            MessageParser.Body body)
            throws RefusedException {
        if (StatelessCallers.isMeant(version, body)) {
            Caller caller = stateless.caller(exchange, principal, upstream, version, body);
            beginAll(exchange, caller, stateless.continued(caller, body));
            return;
        }
        Message first = body.messages().get(0);
        if (!body.isBatch() && first instanceof Message.Request request && request.isInitialize()) {
            Callers.requireSessions(version);
            Caller caller = Caller.opening(principal, upstream, request, version);
            dispatcher.begin(caller, request, new HttpReply(exchange, 1, true, keepAliveMs), true);
            return;
        }
        Caller caller = callers.inSession(exchange, principal, upstream, version);
        if (body.isBatch()) {
            requireBatchAllowed(caller, body);
        }
        beginAll(exchange, caller, body);
    }

    private static void requireBatchAllowed(Caller caller, MessageParser.Body body) throws RefusedException {
        if (!ProtocolVersions.allowsBatches(caller.session().protocolVersion())) {
            throw Callers.invalid("The session's protocol version has no batches");
        }
        for (Message message : body.messages()) {
            if (message instanceof Message.Request request && request.isInitialize()) {
                throw Callers.invalid("The initialize request cannot be part of a batch");
            }
        }
    }

    private void beginAll(HttpServerExchange exchange, Caller caller, MessageParser.Body body) {
        int requests = 0;
        for (Message message : body.messages()) {
            if (message instanceof Message.Request) {
                requests++;
            }
        }
        HttpReply reply = requests == 0 ? null : new HttpReply(exchange, requests, false, keepAliveMs);
        if (reply != null && caller.isStateless()) {
            HangUp.watch(exchange, reply::hungUp);
        }
        Acceptance acceptance = new Acceptance(exchange, body.messages().size() - requests, requests == 0);
        for (Message message : body.messages()) {
            if (message instanceof Message.Request request) {
                dispatcher.begin(caller, request, reply, requests == 1);
            } else if (message instanceof Message.Notification notification) {
                dispatcher.pass(caller, notification, acceptance);
            } else {
                dispatcher.pass(caller, (Message.Response) message, acceptance);
            }
        }
    }
}
