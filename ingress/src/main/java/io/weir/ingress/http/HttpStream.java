/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.weir.ingress.exchange.Passed;
import io.weir.ingress.exchange.ServerStream;
import io.weir.ingress.exchange.StreamIds;
import io.weir.ingress.upstream.UpstreamEnd;

/** The client's side of a GET stream. */
final class HttpStream extends HttpEvents implements ServerStream.Client {

    HttpStream(HttpServerExchange exchange, long keepAliveMs) {
        super(exchange, keepAliveMs);
    }

    @Override
    public void open(StreamIds ids, long offset) {
        onIoThread(() -> {
            if (!isOver()) {
                ids(ids);
                begin(offset);
                comment();
            }
        });
    }

    @Override
    public void message(byte[] json, long offset) {
        onIoThread(() -> {
            if (!isOver() && hasStream()) {
                write(json, offset);
            }
        });
    }

    @Override
    public void end(UpstreamEnd end) {
        onIoThread(() -> {
            if (isOver()) {
                return;
            }
            if (hasStream()) {
                endStream();
            } else {
                ended();
                Acceptance.answer(exchange(), passed(end), 405);
            }
        });
    }

    /** An upstream that has nothing to stream is one that offers no stream. */
    private static Passed passed(UpstreamEnd end) {
        return switch (end.kind()) {
            case SESSION_GONE -> Passed.SESSION_GONE;
            case UNREACHABLE, BROKEN -> Passed.UPSTREAM_FAILED;
            default -> Passed.NOT_OFFERED;
        };
    }
}
