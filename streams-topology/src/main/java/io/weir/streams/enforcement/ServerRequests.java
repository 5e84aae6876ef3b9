/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Servers' requests that were shown to a client and wait for its answer, by session and JSON-RPC id. An answer is good for one of
 * them, once, and in whichever process it arrives: no process needs to know what another one has shown.
 */
final class ServerRequests {
    static final int MAX_OPEN_PER_SESSION = 256;

    private final KeyValueStore<String, Intake> store;

    ServerRequests(KeyValueStore<String, Intake> store) {
        this.store = store;
    }

    static boolean isRequest(Intake message) {
        return message.getKind() == MessageKind.REQUEST && message.getDirection() == Direction.SERVER_TO_CLIENT;
    }

    static boolean isAnswer(Intake message) {
        return message.getKind() == MessageKind.RESPONSE && message.getDirection() == Direction.CLIENT_TO_SERVER;
    }

    /** Why this request cannot be shown: its answer could not be told from another's. Empty if it can. */
    Optional<String> whyNot(Intake request) {
        Optional<String> key = key(request);
        if (key.isEmpty()) {
            return Optional.of("The request's id cannot be read.");
        }
        if (store.get(key.get()) != null) {
            return Optional.of("A request with this id waits for its answer already.");
        }
        return keysOf(request.getSessionId()).size() >= MAX_OPEN_PER_SESSION
                ? Optional.of("Too many requests wait for this client's answers.")
                : Optional.empty();
    }

    /** Takes note of a request that was let through. */
    void follow(Intake message, Verdict verdict) {
        if (isRequest(message) && verdict.getOutcome() == Outcome.FORWARD) {
            key(message).ifPresent(key -> store.put(key, withoutPayload(message, verdict)));
        }
    }

    /** The answer with all that is known of its request; empty if it answers none that is open. */
    Optional<Intake> complete(Intake answer) {
        return key(answer)
                .map(store::get)
                .map(request -> Intake.newBuilder(answer)
                        .setExchangeId(request.getExchangeId())
                        .setMethod(request.getMethod())
                        .setName(request.getName())
                        .setContext(request.getContext())
                        .build());
    }

    /** The request has its answer. */
    void forget(Intake answer) {
        key(answer).ifPresent(store::delete);
    }

    /** The session is over. */
    void forgetSession(String sessionId) {
        keysOf(sessionId).forEach(store::delete);
    }

    /** Forgets requests that nobody has answered for so long. */
    void forgetOlderThan(Duration maxAge, long now) {
        long before = now - maxAge.toMillis();
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, Intake> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, Intake> entry = entries.next();
                if (entry.value.getReceivedAt().toEpochMilli() < before) {
                    old.add(entry.key);
                }
            }
        }
        old.forEach(store::delete);
    }

    private List<String> keysOf(String sessionId) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Intake> entries = store.prefixScan(sessionId + '|', new StringSerializer())) {
            while (entries.hasNext()) {
                keys.add(entries.next().key);
            }
        }
        return keys;
    }

    private static Optional<String> key(Intake message) {
        return JsonRpcAnswers.id(Bytes.of(message.getPayload())).map(id -> message.getSessionId() + '|' + id);
    }

    private static Intake withoutPayload(Intake request, Verdict verdict) {
        return Intake.newBuilder(request)
                .setName(verdict.getName())
                .setPayload(ByteBuffer.allocate(0))
                .setContext(verdict.getContext())
                .build();
    }
}
