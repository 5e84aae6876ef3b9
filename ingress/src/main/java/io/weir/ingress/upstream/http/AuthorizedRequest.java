/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.credential.Authorizer;
import io.weir.ingress.upstream.credential.CredentialHeader;
import io.weir.ingress.upstream.credential.TokenUnavailableException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.support.BasicRequestBuilder;

/**
 * A request with the gateway's credential. It is sent once; and once more if the upstream said 401 to an access token, since it has
 * not carried it out then (RFC 9110, section 15.5.2) and the token may have been withdrawn.
 */
final class AuthorizedRequest {
    private final MinimalHttpAsyncClient http;
    private final HostAddresses addresses;
    private final HttpHost host;
    private final Authorizer authorizer;
    private final Upstream upstream;
    private final HttpRequest request;
    private final byte[] content;
    private final HttpCall call;
    private volatile CredentialHeader shown;
    private boolean again;

    AuthorizedRequest(
            MinimalHttpAsyncClient http,
            HostAddresses addresses,
            HttpHost host,
            Authorizer authorizer,
            Upstream upstream,
            HttpRequest request,
            byte[] content,
            HttpCall call) {
        this.http = http;
        this.addresses = addresses;
        this.host = host;
        this.authorizer = authorizer;
        this.upstream = upstream;
        this.request = request;
        this.content = content;
        this.call = call;
    }

    void send() {
        var unused = authorizer.header(upstream).whenComplete((header, failure) -> {
            if (failure != null) {
                call.end(UpstreamEnd.of(UpstreamEnd.Kind.UNREACHABLE, reason(failure)));
            } else if (!call.hasEnded()) {
                start(header);
            }
        });
    }

    private void start(Optional<CredentialHeader> header) {
        // A request that was sent has headers of its connection.
        HttpRequest sent = BasicRequestBuilder.copy(request).build();
        header.ifPresent(credential -> sent.setHeader(credential.name(), credential.value()));
        shown = header.orElse(null);
        HttpExchange exchange = new HttpExchange(call, sent, content);
        call.carriedBy(exchange);
        CompletableFuture<InetAddress[]> unused = addresses
                .lookUp(host.getHostName())
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        exchange.start(http, host);
                    } else {
                        exchange.cancel();
                    }
                });
    }

    /** The upstream said 401: whether it is asked once more. */
    boolean sendAgain() {
        CredentialHeader refused = shown;
        if (again || refused == null || !authorizer.refused(upstream, refused)) {
            return false;
        }
        again = true;
        // What becomes of the old exchange means nothing any more.
        call.carriedBy(null);
        send();
        return true;
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TokenUnavailableException
                ? cause.getMessage()
                : "The gateway has no access token for the upstream";
    }
}
