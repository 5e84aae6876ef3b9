/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.approval;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.weir.service.http.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The internal API between services: {@code GET /internal/approvals} answers an {@link ApprovalCodec} file of all
 * approvals, {@code GET /internal/approvals/ID} one with that approval, or 404. Both answer 503 while the stores cannot
 * be asked. Every request shows the shared secret.
 */
public final class InternalApi {

    public static final String APPROVALS = "/internal/approvals";
    /** Holds the shared secret. */
    public static final String SECRET_HEADER = "X-Weir-Internal";

    private static final HttpString SECRET = HttpString.tryFromString(SECRET_HEADER);

    private InternalApi() {}

    /** Lets only requests through that show the secret; 403 for all others. */
    public static HttpHandler guard(String secret, HttpHandler next) {
        byte[] expected = secret.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            if (shows(exchange, expected)) {
                next.handleRequest(exchange);
            } else {
                Problems.send(exchange, 403, "This path is for Weir's own services.");
            }
        };
    }

    private static boolean shows(HttpServerExchange exchange, byte[] expected) {
        String shown = exchange.getRequestHeaders().getFirst(SECRET);
        // Compared in constant time, so that the time it takes tells nothing of the secret.
        return shown != null && MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected);
    }
}
