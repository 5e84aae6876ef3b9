/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.weir.ingress.exchange.Passed;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Answers a POST without requests: 202 when all of its messages were accepted, else what became of the worst of them. */
final class Acceptance implements Consumer<Passed> {
    private final HttpServerExchange exchange;
    private final AtomicInteger missing;
    private final boolean answers;
    private final AtomicReference<Passed> worst = new AtomicReference<>(Passed.ACCEPTED);

    /**
     * @param messages how many messages are to be heard of
     * @param answers false if requests came with them, whose answers are the answer
     */
    Acceptance(HttpServerExchange exchange, int messages, boolean answers) {
        this.exchange = exchange;
        this.missing = new AtomicInteger(messages);
        this.answers = answers;
    }

    @Override
    public void accept(Passed passed) {
        worst.accumulateAndGet(passed, (one, other) -> one.compareTo(other) >= 0 ? one : other);
        if (missing.decrementAndGet() == 0 && answers) {
            Passed result = worst.get();
            IoThread.run(exchange, () -> answer(exchange, result, 202));
        }
    }

    /** Answers with the given status if the message was accepted. */
    static void answer(HttpServerExchange exchange, Passed passed, int acceptedStatus) {
        if (passed == Passed.ACCEPTED) {
            exchange.setStatusCode(acceptedStatus);
            exchange.endExchange();
        } else {
            Refusals.send(exchange, refusal(passed));
        }
    }

    private static Refusal refusal(Passed passed) {
        return switch (passed) {
            case UNEXPECTED ->
                new Refusal(400, ErrorCode.INVALID_REQUEST, "There is no open request that this answers", null);
            case SESSION_GONE ->
                new Refusal(404, ErrorCode.INVALID_REQUEST, "The upstream has ended the session", null);
            case NOT_OFFERED -> new Refusal(405, ErrorCode.INVALID_REQUEST, "The upstream does not offer this", null);
            case UPSTREAM_TIMEOUT ->
                new Refusal(504, ErrorCode.UPSTREAM_TIMEOUT, "The upstream did not take the message in time", null);
            case UNDECIDED ->
                new Refusal(
                        503,
                        ErrorCode.NO_DECISION,
                        "The gateway came to no decision; the message was not passed on",
                        null);
            default -> new Refusal(502, ErrorCode.UPSTREAM_UNREACHABLE, "The upstream did not take the message", null);
        };
    }
}
