/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.agent.message.Envelope;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import java.nio.ByteBuffer;
import java.time.Clock;

/** Writes what comes from a server as events of {@code weir.intake}, as the ingress does for servers that it calls. */
final class Events {
    private final Clock clock;

    Events(Clock clock) {
        this.clock = clock;
    }

    /**
     * The answer to a client's request.
     *
     * @param fact why the agent made it itself; null if it is the server's
     */
    Intake response(OpenRequest request, byte[] payload, Fact fact) {
        return response(request.verdict(), request.name(), payload, fact);
    }

    /**
     * The answer to a client's request that the server did not get.
     *
     * @param verdict that let the request through
     * @param name {@code params.name} or {@code params.uri} of the request
     */
    Intake response(Verdict verdict, String name, byte[] payload, Fact fact) {
        return new Intake(
                MessageIds.next(),
                verdict.getExchangeId(),
                verdict.getSessionId(),
                MessageKind.RESPONSE,
                Direction.SERVER_TO_CLIENT,
                clock.instant(),
                verdict.getPrincipal(),
                verdict.getConnection(),
                verdict.getProtocolVersion(),
                verdict.getMethod(),
                name,
                ByteBuffer.wrap(payload),
                verdict.getContext(),
                verdict.getReplyTo(),
                verdict.getApproval() == null ? null : verdict.getApproval().getApprovalId(),
                fact,
                "",
                "",
                false);
    }

    /**
     * What a server says by itself.
     *
     * @param latest the last verdict of its session: whose it is, and who can tell its client
     * @param stream where it belongs; empty if that is not known
     */
    Intake message(Verdict latest, Envelope envelope, byte[] payload, String stream) {
        boolean request = envelope.kind() == Envelope.Kind.REQUEST;
        String messageId = MessageIds.next();
        ReplyTo replyTo = latest.getReplyTo();
        return new Intake(
                messageId,
                request ? messageId : "",
                latest.getSessionId(),
                request ? MessageKind.REQUEST : MessageKind.NOTIFICATION,
                Direction.SERVER_TO_CLIENT,
                clock.instant(),
                latest.getPrincipal(),
                latest.getConnection(),
                latest.getProtocolVersion(),
                envelope.method(),
                envelope.name(),
                ByteBuffer.wrap(payload),
                null,
                replyTo,
                null,
                null,
                stream,
                "",
                false);
    }
}
