/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import io.weir.service.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Fetches keys by HTTP: from a given URL, or from the {@code jwks_uri} of the issuer's discovery document. */
final class HttpKeySource implements KeySource {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http;
    private final String issuer;
    private final Optional<URI> jwksUri;

    HttpKeySource(HttpClient http, String issuer, Optional<URI> jwksUri) {
        this.http = http;
        this.issuer = issuer;
        this.jwksUri = jwksUri;
    }

    @Override
    public CompletionStage<JWKSet> fetch() {
        return jwksUri.<CompletionStage<URI>>map(CompletableFuture::completedStage)
                .orElseGet(this::discover)
                .thenCompose(this::get)
                .thenApply(HttpKeySource::keys);
    }

    private CompletionStage<URI> discover() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(URI.create(base + DISCOVERY)).thenApply(this::jwksUriOf);
    }

    private URI jwksUriOf(byte[] document) {
        try {
            JsonNode metadata = Json.mapper().readTree(document);
            // OpenID Connect Discovery section 4.3: the document's issuer must be exactly the one that was asked for.
            if (!issuer.equals(metadata.path("issuer").asText())) {
                throw new IllegalStateException("The discovery document is of another issuer than " + issuer);
            }
            return URI.create(metadata.path("jwks_uri").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("The discovery document of " + issuer + " is no JSON", e);
        }
    }

    private CompletionStage<byte[]> get(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(response -> {
            if (response.statusCode() != 200) {
                throw new IllegalStateException(uri + " answered " + response.statusCode());
            }
            return response.body();
        });
    }

    private static JWKSet keys(byte[] body) {
        try {
            return JWKSet.parse(new String(body, StandardCharsets.UTF_8)).toPublicJWKSet();
        } catch (ParseException e) {
            throw new IllegalStateException("The issuer's key set cannot be read", e);
        }
    }
}
