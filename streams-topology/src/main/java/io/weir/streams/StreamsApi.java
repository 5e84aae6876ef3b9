/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.events.ApprovalRecord;
import io.weir.service.approval.ApprovalCodec;
import io.weir.service.approval.ApprovalsUnavailableException;
import io.weir.service.approval.InternalApi;
import io.weir.service.http.Async;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.http.Problems;
import io.weir.service.http.Router;
import io.weir.streams.interactive.StoresUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The internal API of {@link InternalApi}. With {@code ?scope=local}, as instances ask each other, it does not ask others in turn. */
final class StreamsApi {
    static final String LOCAL_ONLY = "scope=local";

    private static final int RETRY_AFTER_SECONDS = 1;

    private final StoredApprovals approvals;

    StreamsApi(StoredApprovals approvals) {
        this.approvals = approvals;
    }

    HttpHandler handler(String secret) {
        return InternalApi.guard(
                secret,
                new Router().get(InternalApi.APPROVALS, this::list).get(InternalApi.APPROVALS + "/{id}", this::one));
    }

    private void list(HttpServerExchange exchange) {
        Async.respond(
                exchange,
                () -> problemIfUnavailable(isLocal(exchange) ? approvals.listLocal() : approvals.list()),
                StreamsApi::send);
    }

    private void one(HttpServerExchange exchange) {
        String id = Router.parameter(exchange, "id");
        Async.respond(
                exchange,
                () -> problemIfUnavailable(isLocal(exchange) ? approvals.getLocal(id) : approvals.get(id)),
                StreamsApi::sendOne);
    }

    private static boolean isLocal(HttpServerExchange exchange) {
        return "local".equals(Router.query(exchange, "scope"));
    }

    private static void sendOne(HttpServerExchange exchange, Optional<ApprovalRecord> approval) {
        if (approval.isPresent()) {
            send(exchange, List.of(approval.get()));
        } else {
            Problems.send(exchange, 404, "There is no such approval.");
        }
    }

    private static void send(HttpServerExchange exchange, List<ApprovalRecord> approvals) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, ApprovalCodec.MEDIA_TYPE);
        exchange.getResponseSender().send(ByteBuffer.wrap(ApprovalCodec.encode(approvals)));
    }

    private static <T> CompletionStage<T> problemIfUnavailable(CompletionStage<T> stage) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean unavailable =
                    cause instanceof StoresUnavailableException || cause instanceof ApprovalsUnavailableException;
            return CompletableFuture.failedFuture(
                    unavailable
                            ? new ProblemException(
                                    Problem.of(503, "The stores cannot be asked now."), RETRY_AFTER_SECONDS)
                            : cause);
        });
    }
}
