/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.StreamIds;
import io.weir.ingress.session.ProtocolVersions;

/** The client's side of an exchange with one member. */
final class MemberReply implements ClientReply {
    /** Parts a member's name from its stream's; names have none. */
    static final char STREAM_MARK = '/';

    private final Member member;
    private final Caller caller;
    private final String method;
    private final ClientReply client;

    /**
     * @param caller the client, on the virtual connection
     * @param method of the request that is answered; empty if it is not known
     */
    MemberReply(Member member, Caller caller, String method, ClientReply client) {
        this.member = member;
        this.caller = caller;
        this.method = method;
        this.client = client;
    }

    @Override
    public void resumableAs(StreamIds ids) {
        client.resumableAs(ids.in(caller.route().sessionId(), member.name() + STREAM_MARK + ids.stream(), polling()));
    }

    private boolean polling() {
        return ProtocolVersions.allowsPolling(caller.route().protocolVersion());
    }

    @Override
    public void message(byte[] json, long offset) {
        client.message(Outward.message(member, json), offset);
    }

    @Override
    public void openStream(long offset) {
        client.openStream(offset);
    }

    @Override
    public void answer(Answer answer, long offset) {
        byte[] json = Outward.answer(member, method, answer.json());
        client.answer(new Answer(json, answer.status(), answer.streamed(), answer.opened()), offset);
    }

    @Override
    public void pause(long retryMillis) {
        if (polling()) {
            client.pause(retryMillis);
        } else {
            // The member's revision has it, the client's has not; but it can come back after a broken connection.
            client.breakOff();
        }
    }

    @Override
    public void breakOff() {
        client.breakOff();
    }

    @Override
    public void keepAlive(long nowNanos) {
        client.keepAlive(nowNanos);
    }

    @Override
    public void onGone(Runnable listener) {
        client.onGone(listener);
    }
}
