/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import io.weir.model.Principal;
import io.weir.service.http.Async;
import io.weir.service.http.Problems;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/**
 * Lets a request through only with a good bearer token (RFC 6750), and hands its principal on as {@link Identity}. The
 * token is taken from the Authorization header only: tokens in a query string end up in logs.
 */
public final class BearerAuthHandler implements HttpHandler {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");
    private static final String SCHEME = "Bearer";
    private static final int RETRY_AFTER_SECONDS = 5;

    private final TokenVerifier verifier;
    private final ProtectedResource resource;
    private final DenialListener denials;
    private final DenialForm form;
    private final HttpHandler next;

    /** How a request is answered that is turned away; the headers are set already. */
    @FunctionalInterface
    public interface DenialForm {
        /** Answers and ends the exchange. */
        void send(HttpServerExchange exchange, int status, String description);
    }

    public BearerAuthHandler(
            TokenVerifier verifier, ProtectedResource resource, DenialListener denials, HttpHandler next) {
        this(verifier, resource, denials, Problems::send, next);
    }

    /** Answers in another form than problem details. */
    public BearerAuthHandler(
            TokenVerifier verifier,
            ProtectedResource resource,
            DenialListener denials,
            DenialForm form,
            HttpHandler next) {
        this.form = form;
        this.verifier = verifier;
        this.resource = resource;
        this.denials = denials;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeaderValues headers = exchange.getRequestHeaders().get(Headers.AUTHORIZATION);
        if (headers != null && headers.size() > 1) {
            deny(exchange, new Denial(400, "invalid_request", "More than one Authorization header"));
        } else if (headers == null || !isBearer(headers.getFirst())) {
            deny(exchange, new Denial(401, "", "A bearer token is required"));
        } else {
            String token = headers.getFirst().substring(SCHEME.length()).strip();
            if (TOKEN.matcher(token).matches()) {
                verify(exchange, token);
            } else {
                deny(exchange, new Denial(400, "invalid_request", "The Authorization header is malformed"));
            }
        }
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (header.length() == SCHEME.length() || header.charAt(SCHEME.length()) == ' ');
    }

    private void verify(HttpServerExchange exchange, String token) throws Exception {
        CompletableFuture<Principal> verified = verifier.verify(token).toCompletableFuture();
        if (verified.isDone()) {
            judged(exchange, verified);
        } else {
            // Once this handler has returned: before, the exchange still belongs to it.
            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> resumeWhenDone(exchange, verified));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The handler that resumes looks at the outcome itself.
    private void resumeWhenDone(HttpServerExchange exchange, CompletableFuture<Principal> verified) {
        HttpHandler resume = resumed -> judged(resumed, verified);
        verified.whenComplete((principal, failure) -> exchange.dispatch(exchange.getIoThread(), resume));
    }

    private void judged(HttpServerExchange exchange, CompletableFuture<Principal> verified) throws Exception {
        Principal principal;
        try {
            principal = verified.join();
        } catch (CompletionException e) {
            refuse(exchange, e.getCause());
            return;
        }
        Identity.attach(exchange, principal);
        next.handleRequest(exchange);
    }

    private void refuse(HttpServerExchange exchange, Throwable cause) {
        if (cause instanceof InvalidTokenException) {
            deny(exchange, new Denial(401, "invalid_token", cause.getMessage()));
        } else if (cause instanceof KeysUnavailableException) {
            denials.denied(exchange, new Denial(503, "", cause.getMessage()));
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_AFTER_SECONDS);
            form.send(exchange, 503, "The token cannot be checked now.");
        } else {
            Async.failed(exchange, cause);
        }
    }

    private void deny(HttpServerExchange exchange, Denial denial) {
        denials.denied(exchange, denial);
        exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, challenge(exchange, denial));
        form.send(exchange, denial.status(), denial.description());
    }

    private String challenge(HttpServerExchange exchange, Denial denial) {
        StringBuilder challenge = new StringBuilder(SCHEME)
                .append(" resource_metadata=\"")
                .append(resource.metadataUrl(exchange))
                .append('"');
        if (!resource.scopes().isEmpty()) {
            challenge
                    .append(", scope=\"")
                    .append(String.join(" ", resource.scopes()))
                    .append('"');
        }
        if (!denial.error().isEmpty()) {
            challenge
                    .append(", error=\"")
                    .append(denial.error())
                    .append("\", error_description=\"")
                    .append(denial.description())
                    .append('"');
        }
        return challenge.toString();
    }
}
