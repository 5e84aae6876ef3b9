/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Direction;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.AnsweredRequest;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.decision.DecisionListener;
import io.weir.ingress.decision.Decisions;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.decision.Undecided;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a server says by itself, its notifications and requests, through a decision to the client. Ids are kept as they
 * are: a session with the upstream is one session with the client.
 */
final class ServerMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMessages.class);

    private final Decisions decisions;
    private final Intakes intakes;
    private final UpstreamClient upstreams;

    ServerMessages(Decisions decisions, Intakes intakes, UpstreamClient upstreams) {
        this.decisions = decisions;
        this.intakes = intakes;
        this.upstreams = upstreams;
    }

    /**
     * Where a server's messages go.
     *
     * @param exchangeId the exchange on whose stream they came, empty if none
     * @param call the upstream call that they came with
     */
    record Channel(Caller caller, String exchangeId, MessageSink sink, UpstreamCall call) {}

    void notification(Channel channel, Message.Notification message) {
        decisions.submit(
                intakes.notification(
                        channel.caller().route(), Direction.SERVER_TO_CLIENT, message, channel.exchangeId()),
                new DecisionListener() {
                    @Override
                    public void decided(Verdict verdict) {
                        if (verdict.getOutcome() == Outcome.FORWARD && verdict.getPayload() != null) {
                            channel.sink().message(Bytes.of(verdict.getPayload()));
                        }
                        channel.call().consumed();
                    }

                    @Override
                    public void undecided(Undecided why) {
                        channel.call().consumed();
                    }
                });
    }

    void request(Channel channel, Message.Request message) {
        decisions.submit(intakes.serverRequest(channel.caller().route(), message), new DecisionListener() {
            @Override
            public void decided(Verdict verdict) {
                requestDecided(channel, message, verdict);
                channel.call().consumed();
            }

            @Override
            public void undecided(Undecided why) {
                channel.call().consumed();
            }
        });
    }

    private void requestDecided(Channel channel, Message.Request message, Verdict verdict) {
        byte[] payload = Bytes.of(verdict.getPayload());
        if (verdict.getOutcome() != Outcome.FORWARD) {
            answerUpstream(channel.caller(), payload);
        } else if (payload != null && expectAnswer(channel, message, verdict)) {
            channel.sink().message(payload);
        }
    }

    private static boolean expectAnswer(Channel channel, Message.Request message, Verdict verdict) {
        AnsweredRequest request = new AnsweredRequest(
                verdict.getExchangeId(), message.method(), message.name(), Bytes.of(verdict.getContext()), null);
        boolean expected = channel.caller().session() != null
                && channel.caller().session().serverRequests().expect(message.id(), request);
        if (!expected) {
            LOG.atWarn()
                    .addKeyValue("connection", channel.caller().route().connection())
                    .log("A server's request was dropped: no session, or too many open requests, or its id is in use");
        }
        return expected;
    }

    /** A blocked request is answered to its sender, with the verdict's own answer. */
    private void answerUpstream(Caller caller, byte[] payload) {
        if (payload != null) {
            upstreams.post(caller.upstream(), caller.told(), payload, new UnheardListener());
        }
    }
}
