/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.service.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The description of this service's API; needs no token. */
final class OpenApi {

    static final String PATH = "/api/openapi/approvals.yaml";

    private static final byte[] DESCRIPTION = read();

    private OpenApi() {}

    /** The description at its path, and the given handler for every other. */
    static HttpHandler beside(HttpHandler next) {
        return new Router(next).get(PATH, OpenApi::send);
    }

    private static void send(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/yaml");
        exchange.getResponseSender().send(ByteBuffer.wrap(DESCRIPTION));
    }

    private static byte[] read() {
        try (InputStream description = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            return description.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
