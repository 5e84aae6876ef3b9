/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

import io.weir.ingress.upstream.Upstream;
import io.weir.policy.resource.Credential;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The access tokens for upstreams: each kept for as long as it is good, and fetched by one call at a time. Thread-safe. */
final class AccessTokens {
    private final TokenEndpoint endpoint;
    private final LongSupplier nanoTime;
    /** A new version of a connection is another upstream. */
    private final Map<Upstream, Slot> slots = Collections.synchronizedMap(new WeakHashMap<>());

    AccessTokens(TokenEndpoint endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    CompletableFuture<String> token(Upstream upstream, Credential.OAuth oauth) {
        return slot(upstream).token(oauth, upstream.secret()).thenApply(AccessToken::value);
    }

    /** Somebody else may have fetched another one meanwhile, which stays. */
    void forget(Upstream upstream, String refused) {
        slot(upstream).forget(refused);
    }

    private Slot slot(Upstream upstream) {
        return slots.computeIfAbsent(upstream, unknown -> new Slot());
    }

    private final class Slot {
        /** The last one, or the one that is being fetched; null if there is none. */
        private CompletableFuture<AccessToken> last;

        synchronized CompletableFuture<AccessToken> token(Credential.OAuth oauth, String secret) {
            if (last == null || (last.isDone() && !isFresh())) {
                last = endpoint.fetch(oauth, secret, nanoTime);
            }
            return last;
        }

        private boolean isFresh() {
            return !last.isCompletedExceptionally() && last.join().isFresh(nanoTime.getAsLong());
        }

        synchronized void forget(String refused) {
            boolean same = last != null
                    && last.isDone()
                    && !last.isCompletedExceptionally()
                    && last.join().value().equals(refused);
            if (same) {
                last = null;
            }
        }
    }
}
