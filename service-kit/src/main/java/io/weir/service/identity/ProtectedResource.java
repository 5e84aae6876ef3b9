/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OAuth protected resource metadata (RFC 9728): tells a client that got 401 which issuer to ask for a token. The
 * metadata of the resource {@code /mcp/customers} is at {@code /.well-known/oauth-protected-resource/mcp/customers}.
 *
 * @param publicUrl scheme, host and port under which clients reach the service; else taken from the request
 * @param issuer the authorization server
 * @param scopes the scopes to ask for, if any
 */
public record ProtectedResource(Optional<String> publicUrl, String issuer, List<String> scopes) {

    /** Where the metadata is. */
    public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    public ProtectedResource {
        publicUrl = publicUrl.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        scopes = List.copyOf(scopes);
    }

    /** Reads the keys of {@link CommonKeys#http} and {@link CommonKeys#oidc}. */
    public static ProtectedResource from(ServiceConfig config) {
        return new ProtectedResource(
                config.optionalString(CommonKeys.HTTP_PUBLIC_URL),
                config.string(CommonKeys.OIDC_ISSUER),
                config.list(CommonKeys.OIDC_SCOPES));
    }

    /** The URL of the metadata for what was requested. */
    public String metadataUrl(HttpServerExchange exchange) {
        return base(exchange) + WELL_KNOWN + exchange.getRequestPath();
    }

    /** Serves the metadata for every path below {@link #WELL_KNOWN}; needs no token. */
    public HttpHandler handler() {
        return exchange -> {
            String path = exchange.getRequestPath().substring(WELL_KNOWN.length());
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("resource", base(exchange) + path);
            metadata.put("authorization_servers", List.of(issuer));
            metadata.put("bearer_methods_supported", List.of("header"));
            if (!scopes.isEmpty()) {
                metadata.put("scopes_supported", scopes);
            }
            Json.send(exchange, 200, metadata);
        };
    }

    private String base(HttpServerExchange exchange) {
        return publicUrl.orElseGet(() -> exchange.getRequestScheme() + "://" + exchange.getHostAndPort());
    }
}
