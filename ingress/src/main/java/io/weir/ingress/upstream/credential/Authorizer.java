/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

import io.weir.ingress.upstream.Upstream;
import io.weir.policy.resource.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Knows the header that each upstream is to be shown. Thread-safe; no method blocks. */
public final class Authorizer {
    private static final String AUTHORIZATION = "Authorization";

    private final AccessTokens tokens;

    /**
     * @param threads for fetching tokens; may block
     * @param connectTimeout longest wait for a connection to a token endpoint
     */
    public Authorizer(Executor threads, Duration connectTimeout) {
        this.tokens = new AccessTokens(new TokenEndpoint(threads, connectTimeout), System::nanoTime);
    }

    /**
     * The header; complete already, unless a token has to be fetched. Fails with {@link TokenUnavailableException}.
     *
     * @param upstream one that has its credential's secret
     */
    public CompletableFuture<Optional<CredentialHeader>> header(Upstream upstream) {
        Optional<Credential> credential = upstream.credential();
        if (credential.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (credential.get() instanceof Credential.OAuth oauth) {
            return tokens.token(upstream, oauth)
                    .thenApply(token -> Optional.of(new CredentialHeader(AUTHORIZATION, "Bearer " + token)));
        }
        return CompletableFuture.completedFuture(Optional.of(header(credential.get(), upstream.secret())));
    }

    private static CredentialHeader header(Credential credential, String secret) {
        if (credential instanceof Credential.Header header) {
            return new CredentialHeader(header.name(), secret);
        }
        if (credential instanceof Credential.Basic basic) {
            byte[] pair = (basic.username() + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return new CredentialHeader(
                    AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return new CredentialHeader(AUTHORIZATION, "Bearer " + secret);
    }

    /**
     * The upstream did not accept this header.
     *
     * @return whether another may be had, so that it is worth asking for it
     */
    public boolean refused(Upstream upstream, CredentialHeader header) {
        boolean renewable = upstream.credential().orElse(null) instanceof Credential.OAuth;
        if (renewable) {
            tokens.forget(upstream, header.value().substring("Bearer ".length()));
        }
        return renewable;
    }
}
