/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.weir.query.journal.JournalViewTopology;
import io.weir.query.journal.SessionSummary;
import io.weir.service.http.Json;
import io.weir.streams.interactive.PeerClient;
import io.weir.streams.interactive.StoreOwners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Sessions, whichever instance has them: a key is asked for at its owner, a list at all. Stages fail with {@link
 * io.weir.streams.interactive.StoresUnavailableException} while the stores cannot be asked. Never blocks the caller.
 */
public final class Sessions {
    /** Where instances ask each other; below it everything is as in the public API, for this instance's part only. */
    public static final String INTERNAL_PATH = "/internal/sessions";

    private final StoreOwners owners;
    private final LocalSessions local;
    private final PeerClient peers;
    private final Executor executor;

    /**
     * Sessions in the stores of a running application.
     *
     * @param executor for reads on the local stores, which may touch the disk
     */
    public Sessions(KafkaStreams streams, StoreOwners owners, PeerClient peers, Executor executor) {
        this.owners = owners;
        this.local = new LocalSessions(streams, owners);
        this.peers = peers;
        this.executor = executor;
    }

    /** At most {@code limit} sessions of all instances, newest first. */
    public CompletableFuture<SessionPage> list(SessionFilter filter, Optional<Cursor> after, int limit) {
        // One more than asked for, to see whether there is a next page.
        CompletableFuture<List<SessionSummary>> all = supply(() -> local.list(filter, after, limit + 1));
        return supply(() -> owners.otherOwners(JournalViewTopology.BY_START_STORE))
                .thenCompose(others -> {
                    CompletableFuture<List<SessionSummary>> joined = all;
                    for (HostInfo other : others) {
                        joined = joined.thenCombine(askList(other, filter, after, limit + 1), Sessions::joined);
                    }
                    return joined;
                })
                .thenApply(found -> SessionPage.of(LocalSessions.newest(found, limit + 1), limit));
    }

    /** A session, from its owner. */
    public CompletableFuture<Optional<SessionSummary>> get(String sessionId) {
        return fromOwner(
                sessionId,
                other -> ask(other, path(sessionId)).thenApply(Sessions::summary),
                () -> getLocal(sessionId));
    }

    /** The events of a session as a JSON document of {@link SessionEvents}, from its owner. */
    public CompletableFuture<byte[]> events(String sessionId, long from, int limit) {
        return fromOwner(
                sessionId,
                other -> ask(other, path(sessionId) + "/events?from=" + from + "&limit=" + limit)
                        .thenApply(HttpResponse::body),
                () -> eventsLocal(sessionId, from, limit));
    }

    /** This instance's part of a list. */
    public CompletableFuture<List<SessionSummary>> listLocal(SessionFilter filter, Optional<Cursor> after, int limit) {
        return supply(() -> local.list(filter, after, limit));
    }

    /** A session, if this instance has it. */
    public CompletableFuture<Optional<SessionSummary>> getLocal(String sessionId) {
        return supply(() -> local.get(sessionId));
    }

    /** A session's events, as far as this instance has them. */
    public CompletableFuture<byte[]> eventsLocal(String sessionId, long from, int limit) {
        return supply(() -> Json.bytes(SessionEvents.of(sessionId, local.events(sessionId, from, limit + 1), limit)));
    }

    private <T> CompletableFuture<T> fromOwner(
            String sessionId, Function<HostInfo, CompletableFuture<T>> remote, Supplier<CompletableFuture<T>> here) {
        return supply(() -> owners.otherOwner(JournalViewTopology.SUMMARIES_STORE, sessionId))
                .thenCompose(other -> other.map(remote).orElseGet(here));
    }

    private CompletableFuture<List<SessionSummary>> askList(
            HostInfo other, SessionFilter filter, Optional<Cursor> after, int limit) {
        return ask(other, INTERNAL_PATH + "?" + SessionQuery.write(filter, after, limit))
                .thenApply(response -> List.of(read(response, SessionSummary[].class)));
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(HostInfo other, String path) {
        return peers.get(other, path);
    }

    private static Optional<SessionSummary> summary(HttpResponse<byte[]> response) {
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(read(response, SessionSummary.class));
    }

    private static <T> T read(HttpResponse<byte[]> response, Class<T> type) {
        try {
            return Json.mapper().readValue(response.body(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("Another instance answered with status " + response.statusCode(), e);
        }
    }

    private static String path(String sessionId) {
        return INTERNAL_PATH + "/" + URLEncoder.encode(sessionId, StandardCharsets.UTF_8);
    }

    private static List<SessionSummary> joined(List<SessionSummary> some, List<SessionSummary> more) {
        List<SessionSummary> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private <T> CompletableFuture<T> supply(Supplier<T> query) {
        return CompletableFuture.supplyAsync(() -> StoreOwners.unavailableIfFailing(query::get), executor);
    }
}
