/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.policy.resource.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks authorization servers for access tokens, by the client credentials grant (RFC 6749, section 4.4). Within bounds of time and size. */
final class TokenEndpoint {
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final int MAX_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a token whose server does not say how long it lasts. */
    private static final long DEFAULT_SECONDS = 300;

    private static final long MAX_SECONDS = TimeUnit.DAYS.toSeconds(30);
    private static final long MAX_MARGIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** As it can stand in a header; RFC 6750, section 2.1 allows less. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,16000}");

    /** RFC 6749, section 5.2: the only words of a server that are repeated. */
    private static final Set<String> ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "invalid_target");

    private final Executor threads;
    private final HttpClient http;
    private final Duration timeout;

    TokenEndpoint(Executor threads, Duration connectTimeout) {
        this(threads, connectTimeout, TIMEOUT);
    }

    TokenEndpoint(Executor threads, Duration connectTimeout, Duration timeout) {
        this.threads = threads;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(threads)
                .build();
    }

    /** Fails with {@link TokenUnavailableException}. Does nothing on the caller's thread. */
    CompletableFuture<AccessToken> fetch(Credential.OAuth oauth, String secret, LongSupplier nanoTime) {
        CompletableFuture<HttpResponse<byte[]>> answer = CompletableFuture.supplyAsync(
                        () -> request(oauth, secret), threads)
                .thenCompose(this::send);
        return answer.handle((response, failure) -> {
            if (failure != null) {
                throw told(oauth, reason(failure));
            }
            try {
                return token(response, nanoTime.getAsLong());
            } catch (TokenUnavailableException e) {
                throw told(oauth, e);
            }
        });
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, head -> new BoundedBody(MAX_BYTES));
        // A request's own timeout ends where the body begins.
        CompletableFuture<HttpResponse<byte[]>> bounded =
                sent.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return bounded.whenComplete((response, failure) -> sent.cancel(true));
    }

    private static HttpRequest request(Credential.OAuth oauth, String secret) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        oauth.scope().ifPresent(scope -> form.put("scope", scope));
        oauth.audience().ifPresent(audience -> form.put("audience", audience));
        oauth.resource().map(URI::toString).ifPresent(resource -> form.put("resource", resource));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        String client = encoded(oauth.clientId()) + ":" + encoded(secret);
        return HttpRequest.newBuilder(oauth.tokenUrl())
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(utf8(client)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static AccessToken token(HttpResponse<byte[]> response, long nowNanos) {
        JsonNode json = json(response.body());
        if (response.statusCode() != 200) {
            String error = json.path("error").asText();
            throw new TokenUnavailableException("the token endpoint answered with HTTP status " + response.statusCode()
                    + (ERRORS.contains(error) ? " (" + error + ")" : ""));
        }
        String token = json.path("access_token").asText();
        if (!TOKEN.matcher(token).matches() || !json.path("token_type").asText().equalsIgnoreCase("Bearer")) {
            throw new TokenUnavailableException("the token endpoint's answer holds no bearer token");
        }
        return new AccessToken(token, nowNanos + usableNanos(json.path("expires_in")));
    }

    /** Not to its very end: it still has to arrive, and clocks differ. */
    private static long usableNanos(JsonNode expiresIn) {
        // Some servers write it as a string.
        long seconds = Math.max(0, Math.min(MAX_SECONDS, expiresIn.asLong(DEFAULT_SECONDS)));
        long nanos = TimeUnit.SECONDS.toNanos(seconds);
        return nanos - Math.min(MAX_MARGIN_NANOS, nanos / 10);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            // What it says is nobody's business; it holds no token then.
            return JSON.missingNode();
        }
    }

    private static TokenUnavailableException reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new TokenUnavailableException("the token endpoint did not answer in time");
        }
        return new TokenUnavailableException(
                cause instanceof BoundedBody.TooLongException
                        ? "the token endpoint's answer is longer than " + MAX_BYTES + " bytes"
                        : "the token endpoint could not be reached");
    }

    private static TokenUnavailableException told(Credential.OAuth oauth, TokenUnavailableException why) {
        LOG.atWarn()
                .addKeyValue("host", oauth.tokenUrl().getHost())
                .addKeyValue("why", why.getMessage())
                .log("An access token could not be fetched");
        return why;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
