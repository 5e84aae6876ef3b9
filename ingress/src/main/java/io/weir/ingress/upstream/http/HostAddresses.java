/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of upstreams. Looking a name up blocks, so it is done by threads of its own, before a call that might need it;
 * what was found serves for as long as the JVM itself would remember it. When a name cannot be looked up, what was found before
 * serves on: most calls find a connection that is open.
 */
final class HostAddresses implements DnsResolver {
    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
    private final Executor threads;
    private final Names names;
    private final LongSupplier nanoTime;

    /** @param threads may block */
    HostAddresses(Executor threads) {
        this(threads, InetAddress::getAllByName, System::nanoTime);
    }

    HostAddresses(Executor threads, Names names, LongSupplier nanoTime) {
        this.threads = threads;
        this.names = names;
        this.nanoTime = nanoTime;
    }

    /** Knows the addresses of a host; blocks. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    private static final class Lookup {
        private final CompletableFuture<InetAddress[]> found;
        private final long begunNanos;
        /** What was known before; null if nothing. */
        private final InetAddress[] before;

        Lookup(CompletableFuture<InetAddress[]> found, long begunNanos, InetAddress[] before) {
            this.found = found;
            this.begunNanos = begunNanos;
            this.before = before;
        }

        boolean serves(long now) {
            return !found.isCompletedExceptionally() && now - begunNanos < FRESH_NANOS;
        }

        /** Null if none are known, or not yet. */
        InetAddress[] addresses() {
            return found.isCompletedExceptionally() ? null : found.getNow(before);
        }
    }

    /** Completes when {@link #resolve} knows the host; exceptionally if there is no such host. Complete already, as a rule. */
    CompletableFuture<InetAddress[]> lookUp(String host) {
        long now = nanoTime.getAsLong();
        Lookup last = lookups.get(host);
        return last != null && last.serves(now)
                ? last.found
                : lookups.compute(host, (name, current) -> next(name, current, now)).found;
    }

    private Lookup next(String host, Lookup current, long now) {
        if (current != null && current.serves(now)) {
            // By another thread, just now.
            return current;
        }
        InetAddress[] before = current == null ? null : current.addresses();
        return new Lookup(CompletableFuture.supplyAsync(() -> find(host, before), threads), now, before);
    }

    private InetAddress[] find(String host, InetAddress[] before) {
        try {
            return names.addressesOf(host);
        } catch (UnknownHostException e) {
            if (before != null) {
                return before;
            }
            throw new IllegalArgumentException("No address is known for the host", e);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Lookup last = lookups.get(host);
        InetAddress[] found = last == null ? null : last.addresses();
        if (found == null) {
            throw new UnknownHostException(host);
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
