/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.web;

import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import io.weir.service.http.Json;
import io.weir.service.http.Router;
import io.weir.standalone.issuer.DevIssuer;
import java.nio.ByteBuffer;

/** Serves the development issuer's public keys and metadata; it never hands out a token. */
public final class IssuerHandler {

    private IssuerHandler() {}

    /** Serves keys and metadata below the prefix. */
    public static HttpHandler of(DevIssuer issuer, String prefix) {
        return new Router()
                .get(prefix + "/jwks", exchange -> {
                    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/jwk-set+json");
                    exchange.getResponseSender().send(ByteBuffer.wrap(issuer.jwks()));
                })
                .get(
                        prefix + "/.well-known/openid-configuration",
                        exchange -> Json.send(exchange, 200, issuer.metadata()));
    }
}
