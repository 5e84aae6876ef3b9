/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.decision.Route;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.service.identity.Denial;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers requests that go no further, and has them recorded. */
final class Refusals {
    static final String RETRY_AFTER_SECONDS = "1";
    private static final int MAX_REMEMBERED = 10_000;

    /** How a request is answered that goes no further. */
    interface Form {
        void send(HttpServerExchange exchange, Refusal refusal);
    }

    private final AuditTrail audit;
    private final Form form;
    // One audit session for all refusals of a principal at a connection, so that they can be read together.
    private final Map<String, String> sessionIds = new ConcurrentHashMap<>();

    Refusals(AuditTrail audit, Form form) {
        this.audit = audit;
        this.form = form;
    }

    /** Answers and records; on the exchange's I/O thread. */
    void refuse(HttpServerExchange exchange, Principal principal, String connection, Refusal refusal) {
        if (refusal.fact() != null) {
            record(exchange, principal, connection, refusal.fact(), refusal.message(), refusal.status());
        }
        form.send(exchange, refusal);
    }

    /** Records that there was no acceptable token. */
    void denied(HttpServerExchange exchange, String connection, Denial denial) {
        record(
                exchange,
                Principal.anonymous(),
                connection,
                FactType.ACCESS_DENIED,
                denial.description(),
                denial.status());
    }

    /** Records without an answer, which someone else gives. */
    void record(
            HttpServerExchange exchange,
            Principal principal,
            String connection,
            FactType type,
            String reason,
            int status) {
        Map<String, String> attributes = Map.of(
                "httpStatus", Integer.toString(status),
                "httpMethod", exchange.getRequestMethod().toString(),
                "remoteAddress", exchange.getSourceAddress().getHostString());
        Route route = new Route(principal.toRecord(), sessionId(principal, connection), connection, "");
        audit.recordRefusal(route, new Fact(type, reason, attributes));
    }

    private String sessionId(Principal principal, String connection) {
        if (sessionIds.size() >= MAX_REMEMBERED) {
            sessionIds.clear();
        }
        return sessionIds.computeIfAbsent(
                principal.key() + "|" + connection, absent -> SessionIds.newSessionId(principal));
    }

    /** Answers with the status and a JSON-RPC error. */
    static void send(HttpServerExchange exchange, Refusal refusal) {
        if (refusal.status() == 405) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "POST, GET, DELETE");
        }
        byte[] body = refusal.data() == null
                ? Answers.error(refusal.id(), refusal.code(), refusal.message())
                : Answers.error(refusal.id(), refusal.code(), refusal.message(), refusal.data());
        send(exchange, refusal.status(), body);
    }

    static void send(HttpServerExchange exchange, int status, byte[] json) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        if (status == 503) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(json));
    }
}
