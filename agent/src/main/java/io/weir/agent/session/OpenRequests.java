/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.agent.message.Envelope;
import io.weir.agent.message.Span;
import io.weir.events.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests that are open between a client and its server, in both directions, and under which ids. Not thread-safe. */
final class OpenRequests {
    private static final int MAX_TOKENS = 1_024;
    private static final int MAX_OF_SERVER = 256;

    /**
     * Where progress belongs. It can be told of after the answer, which may be a task (MCP 2025-11-25, "Task Progress").
     *
     * @param clientToken as the client wrote it, JSON
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Progress(byte[] clientToken, String exchangeId) {}

    private final Map<Long, OpenRequest> ofClient = new LinkedHashMap<>();
    private final Map<Long, Progress> tokens = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Progress> eldest) {
            return size() > MAX_TOKENS;
        }
    };
    private final Set<String> ofServer = new HashSet<>();
    private long last;

    /** A request of the client, under an id of its own. */
    OpenRequest open(Envelope envelope, byte[] payload, Verdict verdict) {
        OpenRequest request = OpenRequest.of(++last, envelope, payload, verdict);
        ofClient.put(request.number(), request);
        if (envelope.progressToken() != null) {
            tokens.put(request.number(), new Progress(envelope.progressToken().in(payload), request.exchangeId()));
        }
        return request;
    }

    /** The request that has this id towards the server. */
    Optional<OpenRequest> byServerId(Span id) {
        return number(id).map(ofClient::get);
    }

    /** The last one that has this id towards the client, which is free to use an id again. */
    Optional<OpenRequest> byClientId(Span id) {
        return ofClient.values().stream()
                .filter(request -> request.clientKey().equals(id.key()))
                .reduce((earlier, later) -> later);
    }

    Optional<OpenRequest> byExchange(String exchangeId) {
        return ofClient.values().stream()
                .filter(request -> request.exchangeId().equals(exchangeId))
                .findFirst();
    }

    Optional<Progress> progress(Span token) {
        return number(token).map(tokens::get);
    }

    void close(OpenRequest request) {
        ofClient.remove(request.number());
    }

    /** All of the client's, in the order in which they came; none is open any more. */
    List<OpenRequest> closeAll() {
        List<OpenRequest> all = new ArrayList<>(ofClient.values());
        ofClient.clear();
        return all;
    }

    boolean isEmpty() {
        return ofClient.isEmpty();
    }

    /** The one that the server must be speaking about, if there is no other; it may speak of a stream of changes any time. */
    Optional<OpenRequest> only() {
        List<OpenRequest> candidates = ofClient.values().stream()
                .filter(request -> !request.isListen())
                .limit(2)
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    /** A request of the server's; false if too many are open, or one has this id. */
    boolean openByServer(Span id) {
        return ofServer.size() < MAX_OF_SERVER && ofServer.add(id.key());
    }

    boolean isOpenByServer(Span id) {
        return ofServer.contains(id.key());
    }

    /** The server's request has its answer; false if it was not open. */
    boolean closeByServer(Span id) {
        return ofServer.remove(id.key());
    }

    private static Optional<Long> number(Span id) {
        if (id == null || !id.key().matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return Optional.of(Long.valueOf(id.key()));
    }
}
