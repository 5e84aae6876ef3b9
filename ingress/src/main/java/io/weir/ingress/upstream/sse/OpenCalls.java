/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of one session that wait for their answers. Towards the server each has a number that none had before, so that a late
 * answer is never taken for that of a later request, and a client that uses an id twice gets each its own. Thread-safe.
 */
final class OpenCalls {
    private static final String PROGRESS = "notifications/progress";

    private final Map<String, SseCall> byOwnId = new LinkedHashMap<>();
    private long last;

    synchronized SseCall open(SseSession session, Message.Request request, UpstreamListener listener) {
        SseCall call = new SseCall(session, request, ++last, listener);
        byOwnId.put(call.ownId(), call);
        return call;
    }

    /** The call that this answers; it is open no more. */
    synchronized Optional<SseCall> answered(Message.Response response) {
        return Optional.ofNullable(byOwnId.remove(response.id().json()));
    }

    synchronized void close(SseCall call) {
        byOwnId.remove(call.ownId());
    }

    synchronized List<SseCall> closeAll() {
        List<SseCall> all = new ArrayList<>(byOwnId.values());
        byOwnId.clear();
        return all;
    }

    synchronized boolean isEmpty() {
        return byOwnId.isEmpty();
    }

    /** The last one that has this id towards the client. */
    synchronized Optional<SseCall> ofClient(RequestId id) {
        return last(byOwnId.values().stream().filter(call -> call.hasId(id)).toList());
    }

    /**
     * The call that a message of the server is about: the one that asked for this progress, or else the only one. Nothing is asked of a
     * client, or told to it, before its session is open.
     */
    synchronized Optional<SseCall> concernedBy(Message message) {
        if (isProgress(message)) {
            return progressToken(message)
                    .flatMap(token -> last(byOwnId.values().stream()
                            .filter(call -> call.asksProgressBy(token))
                            .toList()));
        }
        List<SseCall> calls = inSession();
        return calls.size() == 1 ? Optional.of(calls.get(0)) : Optional.empty();
    }

    /** The call that was made last. */
    synchronized Optional<SseCall> latest() {
        return last(inSession());
    }

    static boolean isProgress(Message message) {
        return message.method().equals(PROGRESS);
    }

    private static Optional<RequestId> progressToken(Message message) {
        return Members.value(message.payload(), "params")
                .flatMap(params -> Members.value(params, "progressToken"))
                .flatMap(RequestId::read);
    }

    private List<SseCall> inSession() {
        return byOwnId.values().stream().filter(call -> !call.isInitialize()).toList();
    }

    private static Optional<SseCall> last(List<SseCall> calls) {
        return calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(calls.size() - 1));
    }
}
