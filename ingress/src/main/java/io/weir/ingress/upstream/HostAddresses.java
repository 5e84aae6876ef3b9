/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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

    /** @param threads may block */
    HostAddresses(Executor threads) {
        this.threads = threads;
    }

    private record Lookup(CompletableFuture<InetAddress[]> found, long begunNanos) {
        boolean serves() {
            return !found.isCompletedExceptionally() && System.nanoTime() - begunNanos < FRESH_NANOS;
        }
    }

    /** Completes when {@link #resolve} knows the host; exceptionally if there is no such host. Complete already, as a rule. */
    CompletableFuture<InetAddress[]> lookUp(String host) {
        Lookup last = lookups.get(host);
        return last != null && last.serves()
                ? last.found()
                : lookups.compute(host, (name, current) -> next(name, current)).found();
    }

    private Lookup next(String host, Lookup current) {
        if (current != null && current.serves()) {
            // By another thread, just now.
            return current;
        }
        InetAddress[] before = current == null || current.found().isCompletedExceptionally()
                ? null
                : current.found().getNow(null);
        return new Lookup(CompletableFuture.supplyAsync(() -> find(host, before), threads), System.nanoTime());
    }

    private static InetAddress[] find(String host, InetAddress[] before) {
        try {
            return InetAddress.getAllByName(host);
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
        InetAddress[] found = last == null || last.found().isCompletedExceptionally()
                ? null
                : last.found().getNow(null);
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
