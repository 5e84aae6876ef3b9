/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.StreamIds;

/** The rest of a stream that answers a request, for a client that has come back by GET. */
final class HttpResumption extends HttpEvents implements ClientReply {

    HttpResumption(HttpServerExchange exchange, long keepAliveMs) {
        super(exchange, keepAliveMs);
    }

    @Override
    public void resumableAs(StreamIds ids) {
        onIoThread(() -> ids(ids));
    }

    @Override
    public void message(byte[] json, long offset) {
        onIoThread(() -> {
            if (!isOver()) {
                write(json, offset);
            }
        });
    }

    @Override
    public void openStream(long offset) {
        onIoThread(() -> {
            if (!isOver()) {
                begin(offset);
                comment();
            }
        });
    }

    @Override
    public void answer(Answer answer, long offset) {
        onIoThread(() -> {
            if (!isOver()) {
                write(answer.json(), offset);
                endStream();
            }
        });
    }
}
