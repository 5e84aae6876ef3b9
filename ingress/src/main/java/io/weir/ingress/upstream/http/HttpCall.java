/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.HttpResponse;

/** One call of an upstream, from its request to the end of its answer. */
final class HttpCall implements UpstreamCall {
    private static final int UNAUTHORIZED = 401;

    private final int maxMessageBytes;
    private final AnswerRules rules;
    private final UpstreamListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile AuthorizedRequest request;
    private volatile HttpExchange exchange;
    private volatile AnswerBody body;
    private volatile int status;

    HttpCall(int maxMessageBytes, AnswerRules rules, UpstreamListener listener) {
        this.rules = rules;
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    /** Before it starts. */
    void isSentBy(AuthorizedRequest sent) {
        request = sent;
    }

    /** Before that starts; null while there is none. */
    void carriedBy(HttpExchange http) {
        exchange = http;
    }

    /** Whether this exchange's end is the call's. */
    boolean isCarriedBy(HttpExchange http) {
        return exchange == http;
    }

    @Override
    public void consumed() {
        AnswerBody current = body;
        if (current != null) {
            current.consumed();
        }
    }

    @Override
    public void cancel() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Broken off by the gateway"));
        HttpExchange current = exchange;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public String lastEventId() {
        return body instanceof EventBody events ? events.lastEventId() : "";
    }

    @Override
    public OptionalLong retryMillis() {
        return body instanceof EventBody events ? events.retryMillis() : OptionalLong.empty();
    }

    @Override
    public int status() {
        return status;
    }

    /** Whether this ended it. */
    boolean end(UpstreamEnd end) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            listener.ended(end);
        }
        return first;
    }

    /** Hands over the only message; ended already then, so that nobody breaks off what is over. */
    void complete(byte[] json) {
        if (ended.compareAndSet(false, true)) {
            listener.message(json);
            listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
        }
    }

    boolean hasEnded() {
        return ended.get();
    }

    /**
     * The answer begins.
     *
     * @param announcedBytes the length of its body, negative if unknown
     * @return what reads its body; null if that is not worth it
     */
    AnswerBody open(HttpResponse answer, long announcedBytes) {
        boolean isShort = announcedBytes >= 0 && announcedBytes <= DiscardedBody.MAX_BYTES;
        if (answer.getCode() == UNAUTHORIZED && !ended.get() && request.sendAgain()) {
            return isShort ? new DiscardedBody() : null;
        }
        UpstreamEnd refusal = rules.refusal(answer, announcedBytes);
        if (refusal != null) {
            return end(refusal) && isShort ? new DiscardedBody() : null;
        }
        boolean streamed = AnswerRules.mediaType(answer).equals("text/event-stream");
        AnswerBody opened = streamed
                ? new EventBody(this, listener, maxMessageBytes)
                : new JsonBody(this, maxMessageBytes, announcedBytes);
        body = opened;
        status = answer.getCode();
        if (ended.get()) {
            return null;
        }
        listener.begun(this, AnswerRules.value(answer, "Mcp-Session-Id"), streamed);
        return opened;
    }
}
