/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client's request that its server answers on the session's stream. */
final class SseCall implements UpstreamCall {
    private final SseSession session;
    private final Message.Request request;
    private final String ownId;
    private final UpstreamListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile UpstreamCall delivery;
    private volatile boolean delivered;
    /** Of the stream's thread only. */
    private boolean begun;

    /** @param number by which the server knows the request */
    SseCall(SseSession session, Message.Request request, long number, UpstreamListener listener) {
        this.session = session;
        this.request = request;
        this.ownId = Long.toString(number);
        this.listener = listener;
    }

    boolean isInitialize() {
        return request.isInitialize();
    }

    boolean hasId(RequestId id) {
        return request.id().equals(id);
    }

    boolean asksProgressBy(RequestId token) {
        return token.equals(request.progressToken());
    }

    /** By which the server knows the request, JSON. */
    String ownId() {
        return ownId;
    }

    /** The request as the server gets it. */
    byte[] toSend(byte[] message) {
        return Members.replaced(message, ownId, "id");
    }

    /** What carries the request, which is not waited for once nobody waits for the answer. */
    void deliveredBy(UpstreamCall carrier) {
        delivery = carrier;
        if (ended.get()) {
            release();
        }
    }

    /** The server has taken the request, or refused it. */
    void delivered() {
        delivered = true;
    }

    private void release() {
        UpstreamCall carrier = delivery;
        if (carrier != null && !delivered) {
            session.release(carrier);
        }
    }

    /** A message besides the answer; false if nobody hears it any more. */
    boolean hear(byte[] json) {
        if (ended.get()) {
            return false;
        }
        begin(true);
        listener.message(json);
        return true;
    }

    /** The answer, with the server's id of the request. */
    void answer(byte[] json) {
        if (abandon()) {
            begin(false);
            listener.message(Members.replaced(json, request.id().json(), "id"));
            listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
        }
    }

    private void begin(boolean streamed) {
        if (!begun) {
            begun = true;
            listener.begun(this, isInitialize() ? session.id() : "", streamed);
        }
    }

    /** There will be no answer; false if there was an end before. */
    boolean end(UpstreamEnd why) {
        boolean first = abandon();
        if (first) {
            listener.ended(why);
        }
        return first;
    }

    /** Leaves it to the caller to tell the listener; false if it has heard the end. */
    boolean abandon() {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            release();
        }
        return first;
    }

    boolean hasEnded() {
        return ended.get();
    }

    @Override
    public void consumed() {
        session.consumed();
    }

    @Override
    public void cancel() {
        if (abandon()) {
            session.left(this);
            listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Broken off by the gateway"));
        }
    }
}
