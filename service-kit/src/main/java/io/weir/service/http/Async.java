/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends exchanges with what a {@link CompletionStage} yields, without holding a thread meanwhile. */
public final class Async {

    private static final Logger LOG = LoggerFactory.getLogger(Async.class);

    /** Answers an exchange with a value, on its I/O thread. */
    @FunctionalInterface
    public interface Answer<T> {
        /** May throw; the client then gets a 500, or what a {@link ProblemException} says. */
        void send(HttpServerExchange exchange, T value) throws Exception;
    }

    private Async() {}

    /**
     * Starts the work when the handler has returned, and answers on the exchange's I/O thread when it is done. A failure
     * becomes the problem of its {@link ProblemException}, else 500.
     */
    public static <T> void respond(
            HttpServerExchange exchange, Supplier<CompletionStage<T>> work, Answer<? super T> answer) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> start(exchange, work, answer));
    }

    private static <T> void start(
            HttpServerExchange exchange, Supplier<CompletionStage<T>> work, Answer<? super T> answer) {
        CompletionStage<T> stage;
        try {
            stage = work.get();
        } catch (RuntimeException e) {
            failed(exchange, e);
            return;
        }
        stage.whenComplete((value, failure) -> exchange.dispatch(
                exchange.getIoThread(), (HttpHandler) resumed -> finish(resumed, value, failure, answer)));
    }

    private static <T> void finish(HttpServerExchange exchange, T value, Throwable failure, Answer<? super T> answer) {
        if (failure != null) {
            failed(exchange, failure);
            return;
        }
        try {
            answer.send(exchange, value);
        } catch (Exception e) {
            failed(exchange, e);
        }
    }

    /** Ends the exchange with the problem of a {@link ProblemException}, else with 500 and a line in the log. */
    public static void failed(HttpServerExchange exchange, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (exchange.isResponseStarted()) {
            LOG.atWarn()
                    .addKeyValue("path", exchange.getRequestPath())
                    .setCause(cause)
                    .log("Failed amid an answer");
            exchange.endExchange();
        } else if (cause instanceof ProblemException known) {
            known.retryAfterSeconds()
                    .ifPresent(seconds -> exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds));
            Problems.send(exchange, known.problem());
        } else {
            LOG.atError()
                    .addKeyValue("path", exchange.getRequestPath())
                    .setCause(cause)
                    .log("Request failed");
            Problems.send(exchange, 500, "The request could not be carried out; the service's log says why.");
        }
    }
}
