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
import java.util.ArrayList;
import java.util.List;

/** The answer to a POST that holds requests: one JSON text, or a stream of events when there is more to say than one answer. */
final class HttpReply extends HttpEvents implements ClientReply {
    private static final int MAX_EARLY = 64;

    private final boolean single;
    private final boolean opensSession;
    private int open;
    private final List<byte[]> early = new ArrayList<>();

    /**
     * @param requests how many requests are to be answered, at least 1
     * @param opensSession whether the answer opens a session: its head then has to wait for it
     */
    HttpReply(HttpServerExchange exchange, int requests, boolean opensSession, long keepAliveMs) {
        super(exchange, keepAliveMs);
        this.open = requests;
        this.single = requests == 1;
        this.opensSession = opensSession;
    }

    @Override
    public void resumableAs(StreamIds ids) {
        onIoThread(() -> ids(ids));
    }

    @Override
    public void message(byte[] json, long offset) {
        onIoThread(() -> {
            if (opensSession && !hasStream()) {
                if (early.size() < MAX_EARLY) {
                    early.add(json);
                }
            } else if (!isOver()) {
                write(json, offset);
            }
        });
    }

    @Override
    public void openStream(long offset) {
        onIoThread(() -> {
            if (!isOver() && !opensSession) {
                begin(offset);
                comment();
            }
        });
    }

    @Override
    public void answer(Answer answer, long offset) {
        onIoThread(() -> {
            open--;
            if (isOver()) {
                return;
            }
            if (answer.opened() != null && !hasStream()) {
                exchange()
                        .getResponseHeaders()
                        .put(McpHeaders.SESSION_ID, answer.opened().token());
            }
            if (single && !hasStream() && early.isEmpty() && !answer.streamed()) {
                sendJson(answer.status(), answer.json());
            } else {
                sendEvent(answer, offset);
            }
        });
    }

    private void sendEvent(Answer answer, long offset) {
        early.forEach(json -> write(json, -1));
        early.clear();
        write(answer.json(), offset);
        if (open == 0) {
            endStream();
        }
    }
}
