/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import io.weir.model.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens sessions and finds them again by their token. What is remembered is only a cache: a token that this process has never
 * seen is as good. Thread-safe.
 */
public final class Sessions {
    private static final int MAX_REMEMBERED = 10_000;

    private final SessionSealer sealer;
    private final long maxAgeMs;
    private final Clock clock;
    private final Map<String, Session> closed = new ConcurrentHashMap<>();
    // Two generations: what is used moves to the young one; when that is full, it becomes the old one, and the old one
    // goes.
    private volatile Map<String, Session> young = new ConcurrentHashMap<>();
    private volatile Map<String, Session> old = new ConcurrentHashMap<>();

    /**
     * @param key 16, 24 or 32 bytes; the same in all processes that serve the same clients
     * @param maxAge how long a session may be used
     * @throws IllegalArgumentException if the key has another length
     */
    public Sessions(byte[] key, Duration maxAge, Clock clock) {
        this.sealer = new SessionSealer(key);
        this.maxAgeMs = maxAge.toMillis();
        this.clock = clock;
    }

    /**
     * Opens a session that was agreed with the upstream.
     *
     * @param gatewayTasks whether the client was told of tasks that the gateway makes
     */
    public Session open(
            String sessionId,
            Principal principal,
            String connection,
            String upstreamSessionId,
            String protocolVersion,
            boolean gatewayTasks) {
        SessionClaims claims = new SessionClaims(
                sessionId,
                principal.key(),
                connection,
                upstreamSessionId,
                protocolVersion,
                gatewayTasks,
                clock.millis());
        return remember(new Session(claims, sealer.seal(claims)));
    }

    /**
     * The session of this token, if it is the principal's, of the connection, and neither too old nor closed. A token is not an
     * authentication: whoever has another's gets what one with a made-up token gets.
     */
    public Optional<Session> find(String token, Principal principal, String connection) {
        Session known = young.get(token);
        if (known == null) {
            known = old.get(token);
            known = known != null ? remember(known) : unseal(token);
        }
        return Optional.ofNullable(known)
                .filter(session -> session.belongsTo(principal.key(), connection))
                .filter(session -> !session.openedBefore(clock.millis() - maxAgeMs))
                .filter(session -> !closed.containsKey(token));
    }

    /** Forgets a session that its client has ended. */
    public void close(Session session) {
        if (closed.size() >= MAX_REMEMBERED) {
            // The upstream does not know these sessions any more either; this is the second lock on that door.
            closed.clear();
        }
        closed.put(session.token(), session);
        young.remove(session.token());
        old.remove(session.token());
    }

    private Session unseal(String token) {
        return sealer.open(token)
                .map(claims -> remember(new Session(claims, token)))
                .orElse(null);
    }

    private Session remember(Session session) {
        Map<String, Session> generation = young;
        if (generation.size() >= MAX_REMEMBERED) {
            turnGenerations(generation);
            generation = young;
        }
        Session earlier = generation.putIfAbsent(session.token(), session);
        return earlier == null ? session : earlier;
    }

    private synchronized void turnGenerations(Map<String, Session> full) {
        if (young == full) {
            old = full;
            young = new ConcurrentHashMap<>();
        }
    }
}
