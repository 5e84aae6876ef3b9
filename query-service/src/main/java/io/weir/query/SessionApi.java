/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.query.journal.SessionSummary;
import io.weir.query.session.SessionFilter;
import io.weir.query.session.SessionQuery;
import io.weir.query.session.Sessions;
import io.weir.service.http.Async;
import io.weir.service.http.Json;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.http.Router;
import io.weir.service.identity.Identity;
import io.weir.streams.interactive.StoresUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The REST API on sessions. Auditors see everyone's; everybody else sees their own and is told of others what they would
 * be told of none: 404.
 */
final class SessionApi {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Sessions sessions;
    private final List<String> auditorGroups;

    SessionApi(Sessions sessions, List<String> auditorGroups) {
        this.sessions = sessions;
        this.auditorGroups = auditorGroups;
    }

    /** For people, who have to be authenticated already. */
    Router routes() {
        return new Router()
                .get("/api/sessions", this::list)
                .get("/api/sessions/{id}", this::one)
                .get("/api/sessions/{id}/events", this::events);
    }

    /** For the other instances, which have to have shown the secret already. */
    HttpHandler internalRoutes() {
        return new Router()
                .get(Sessions.INTERNAL_PATH, this::listLocal)
                .get(Sessions.INTERNAL_PATH + "/{id}", exchange -> respondOne(exchange, sessions::getLocal))
                .get(Sessions.INTERNAL_PATH + "/{id}/events", this::eventsLocal);
    }

    private void list(HttpServerExchange exchange) {
        Principal caller = Identity.of(exchange);
        respond(exchange, () -> {
            SessionQuery query = SessionQuery.read(exchange);
            return sessions.list(visible(query.filter(), caller), query.after(), query.limit());
        });
    }

    private void one(HttpServerExchange exchange) {
        Principal caller = Identity.of(exchange);
        respondOne(exchange, id -> maySee(caller, id) ? sessions.get(id) : none());
    }

    private void events(HttpServerExchange exchange) {
        Principal caller = Identity.of(exchange);
        String id = Router.parameter(exchange, "id");
        Async.respond(
                exchange,
                () -> unavailable((maySee(caller, id) ? sessions.get(id) : none())
                        .thenCompose(found -> found.isEmpty()
                                ? CompletableFuture.<byte[]>failedFuture(noSuchSession())
                                : sessions.events(
                                        id, SessionQuery.fromSequence(exchange), SessionQuery.limit(exchange)))),
                SessionApi::sendJson);
    }

    private void listLocal(HttpServerExchange exchange) {
        respond(exchange, () -> {
            SessionQuery query = SessionQuery.readFromInstance(exchange);
            return sessions.listLocal(query.filter(), query.after(), query.limit());
        });
    }

    private void eventsLocal(HttpServerExchange exchange) {
        String id = Router.parameter(exchange, "id");
        Async.respond(
                exchange,
                () -> unavailable(
                        sessions.eventsLocal(id, SessionQuery.fromSequence(exchange), SessionQuery.limit(exchange))),
                SessionApi::sendJson);
    }

    private SessionFilter visible(SessionFilter asked, Principal caller) {
        Optional<String> own = isAuditor(caller) ? Optional.empty() : Optional.of(SessionIds.prefixOf(caller));
        return new SessionFilter(own, asked.subject(), asked.connection(), asked.outcome(), asked.from(), asked.to());
    }

    private boolean maySee(Principal caller, String sessionId) {
        return isAuditor(caller) || SessionIds.prefixOf(sessionId).equals(SessionIds.prefixOf(caller));
    }

    private boolean isAuditor(Principal caller) {
        return caller.inAnyGroup(auditorGroups);
    }

    private interface Look {
        CompletableFuture<Optional<SessionSummary>> at(String sessionId);
    }

    private void respondOne(HttpServerExchange exchange, Look look) {
        respond(
                exchange,
                () -> look.at(Router.parameter(exchange, "id"))
                        .thenApply(found -> found.orElseThrow(SessionApi::noSuchSession)));
    }

    private interface Work {
        CompletionStage<?> start();
    }

    private static void respond(HttpServerExchange exchange, Work work) {
        Async.respond(exchange, () -> unavailable(work.start()), (ex, value) -> Json.send(ex, 200, value));
    }

    private static void sendJson(HttpServerExchange exchange, byte[] json) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(ByteBuffer.wrap(json));
    }

    private static CompletableFuture<Optional<SessionSummary>> none() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static ProblemException noSuchSession() {
        return new ProblemException(Problem.of(404, "There is no such session."));
    }

    private static <T> CompletionStage<T> unavailable(CompletionStage<T> stage) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(
                    cause instanceof StoresUnavailableException
                            ? new ProblemException(
                                    Problem.of(503, "The journal's stores are being moved or restored."),
                                    RETRY_AFTER_SECONDS)
                            : cause);
        });
    }
}
