/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys as last fetched.
 *
 * <p>Keys at hand are answered at once. They are fetched again in the background when they grow old, and at once when a
 * token names a key that is not among them (rotation), but never more often than the retry time, so that made-up key ids
 * cannot make this process hammer the issuer. One fetch at a time. When the issuer cannot be reached, the keys stay in
 * use for the outage time, counted from the last fetch.
 */
final class KeyRing {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private record Keys(JWKSet set, Instant fetchedAt) {}

    private record Fetch(CompletableFuture<Keys> result, Instant startedAt) {}

    private final KeySource source;
    private final OidcSettings settings;
    private final Clock clock;
    private final AtomicReference<Fetch> fetch = new AtomicReference<>();
    private volatile Keys current;

    KeyRing(KeySource source, OidcSettings settings, Clock clock) {
        this.source = source;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The keys that match, in the order of the key set; none if the issuer has none that does.
     *
     * @return fails with {@link KeysUnavailableException} when there are no usable keys at all
     */
    CompletionStage<List<JWK>> find(JWKMatcher matcher) {
        Keys keys = usable(current);
        if (keys == null) {
            return refresh().thenApply(fetched -> select(fetched, matcher));
        }
        List<JWK> found = select(keys, matcher);
        if (found.isEmpty()) {
            // Perhaps a new key. If it cannot be fetched, the token is judged by the keys at hand.
            return refresh().handle((fetched, failure) -> failure == null ? select(fetched, matcher) : found);
        }
        if (age(keys.fetchedAt()).compareTo(settings.refreshAfter()) > 0) {
            refresh();
        }
        return CompletableFuture.completedStage(found);
    }

    /** Whether there are keys to verify with. */
    boolean isReady() {
        return usable(current) != null;
    }

    /** Fetches the keys, unless that is under way or was tried just now; then its result. */
    CompletionStage<Keys> refresh() {
        Fetch last = fetch.get();
        if (last != null && (!last.result().isDone() || age(last.startedAt()).compareTo(settings.retryAfter()) < 0)) {
            return last.result();
        }
        Fetch mine = new Fetch(new CompletableFuture<>(), clock.instant());
        if (!fetch.compareAndSet(last, mine)) {
            return fetch.get().result();
        }
        start(mine);
        return mine.result();
    }

    private void start(Fetch mine) {
        CompletionStage<JWKSet> fetched;
        try {
            fetched = source.fetch();
        } catch (RuntimeException e) {
            fetched = CompletableFuture.failedStage(e);
        }
        fetched.whenComplete((set, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue("issuer", settings.issuer())
                        .setCause(failure)
                        .log("Cannot fetch the issuer's keys");
                mine.result().completeExceptionally(unavailable(failure));
            } else {
                Keys keys = new Keys(set, clock.instant());
                current = keys;
                mine.result().complete(keys);
            }
        });
    }

    private KeysUnavailableException unavailable(Throwable failure) {
        return new KeysUnavailableException(
                "The keys of the issuer " + settings.issuer() + " cannot be fetched", failure);
    }

    private Keys usable(Keys keys) {
        return keys == null || age(keys.fetchedAt()).compareTo(settings.outage()) > 0 ? null : keys;
    }

    private Duration age(Instant since) {
        return Duration.between(since, clock.instant());
    }

    private static List<JWK> select(Keys keys, JWKMatcher matcher) {
        return new JWKSelector(matcher).select(keys.set());
    }
}
