/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.decision.DecisionListener;
import io.weir.ingress.decision.Decisions;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.decision.Undecided;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.UpstreamCall;
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
    private final Relay upstreams;

    ServerMessages(Decisions decisions, Intakes intakes, Relay upstreams) {
        this.decisions = decisions;
        this.intakes = intakes;
        this.upstreams = upstreams;
    }

    /**
     * Where a server's messages go.
     *
     * @param exchangeId the exchange on whose stream they came, empty if none
     * @param stream the client's stream on which they belong
     * @param call the upstream call that they came with
     */
    record Channel(Caller caller, String exchangeId, String stream, MessageSink sink, UpstreamCall call) {

        Intakes.Place place() {
            return new Intakes.Place(stream, call.lastEventId());
        }
    }

    void notification(Channel channel, Message.Notification message) {
        decisions.submit(
                intakes.serverNotification(channel.caller().route(), message, channel.exchangeId(), channel.place()),
                new DecisionListener() {
                    @Override
                    public void decided(Verdict verdict, long offset) {
                        if (verdict.getOutcome() == Outcome.FORWARD && verdict.getPayload() != null) {
                            channel.sink().message(Bytes.of(verdict.getPayload()), offset);
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
        if (channel.caller().session() == null) {
            // Neither before a session nor without one has a server anything to ask (MCP 2026-07-28, "Receiving
            // Messages").
            LOG.atWarn()
                    .addKeyValue("connection", channel.caller().route().connection())
                    .log("A server's request was dropped: there is no session in which it could be answered");
            channel.call().consumed();
            return;
        }
        decisions.submit(
                intakes.serverRequest(channel.caller().route(), message, channel.place()), new DecisionListener() {
                    @Override
                    public void decided(Verdict verdict, long offset) {
                        requestDecided(channel, verdict, offset);
                        channel.call().consumed();
                    }

                    @Override
                    public void undecided(Undecided why) {
                        channel.call().consumed();
                    }
                });
    }

    private void requestDecided(Channel channel, Verdict verdict, long offset) {
        byte[] payload = Bytes.of(verdict.getPayload());
        if (verdict.getOutcome() != Outcome.FORWARD) {
            answerUpstream(channel.caller(), payload);
        } else if (payload != null) {
            channel.sink().message(payload, offset);
        }
    }

    /** A blocked request is answered to its sender, with the verdict's own answer. */
    private void answerUpstream(Caller caller, byte[] payload) {
        if (payload != null) {
            upstreams.post(caller.upstream(), caller.told(), payload, new UnheardListener());
        }
    }
}
