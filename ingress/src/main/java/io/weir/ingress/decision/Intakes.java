/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.ingress.jsonrpc.Message;
import io.weir.model.MessageIds;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Writes the events of {@code weir.intake}, all with this process as the addressee of the verdict. */
public final class Intakes {
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final ReplyTo replyTo;
    private final Clock clock;

    /** Events that are answered to this mailbox. */
    public Intakes(ReplyTo replyTo, Clock clock) {
        this.replyTo = replyTo;
        this.clock = clock;
    }

    /** The partition of {@code weir.verdicts} in which verdicts arrive. */
    public int mailbox() {
        return replyTo.getMailbox();
    }

    /** A client's request; its message id is the exchange's id. */
    public Intake request(Route route, Message.Request request, String exchangeId) {
        return message(
                route,
                exchangeId,
                exchangeId,
                MessageKind.REQUEST,
                Direction.CLIENT_TO_SERVER,
                request,
                null,
                Place.NONE);
    }

    /** A held request that comes back to be executed under its approval. */
    public Intake claim(Route route, Message.Request request, String exchangeId, String approvalId) {
        String messageId = MessageIds.next();
        return message(
                route,
                messageId,
                exchangeId,
                MessageKind.CLAIM,
                Direction.CLIENT_TO_SERVER,
                request,
                approvalId,
                Place.NONE);
    }

    /**
     * Where a server's message came, and belongs.
     *
     * @param stream the client's stream that it belongs on, see {@code Intake.stream}; empty if none
     * @param upstreamEventId the id of the event that brought it; empty if none
     */
    public record Place(String stream, String upstreamEventId) {
        /** On no stream. */
        public static final Place NONE = new Place("", "");
    }

    /** A server's request, which is an exchange of its own. */
    public Intake serverRequest(Route route, Message.Request request, Place place) {
        String messageId = MessageIds.next();
        return message(
                route, messageId, messageId, MessageKind.REQUEST, Direction.SERVER_TO_CLIENT, request, null, place);
    }

    /**
     * A client's notification.
     *
     * @param notification what it says
     */
    public Intake clientNotification(Route route, Message.Notification notification) {
        return message(
                route,
                MessageIds.next(),
                "",
                MessageKind.NOTIFICATION,
                Direction.CLIENT_TO_SERVER,
                notification,
                null,
                Place.NONE);
    }

    /**
     * A server's notification.
     *
     * @param exchangeId the exchange on whose stream it came, empty if none
     */
    public Intake serverNotification(Route route, Message.Notification notification, String exchangeId, Place place) {
        return message(
                route,
                MessageIds.next(),
                exchangeId,
                MessageKind.NOTIFICATION,
                Direction.SERVER_TO_CLIENT,
                notification,
                null,
                place);
    }

    /** A part of the answer to a request, while that is streamed. */
    public Intake part(Route route, Message.Notification part, AnsweredRequest request) {
        return Intake.newBuilder(serverNotification(route, part, request.exchangeId(), Place.NONE))
                .setContext(request.context() == null ? null : ByteBuffer.wrap(request.context()))
                .build();
    }

    private Intake message(
            Route route,
            String messageId,
            String exchangeId,
            MessageKind kind,
            Direction direction,
            Message message,
            String approvalId,
            Place place) {
        return new Intake(
                messageId,
                exchangeId,
                route.sessionId(),
                kind,
                direction,
                now(),
                route.principal(),
                route.connection(),
                route.protocolVersion(),
                message.method(),
                message.name(),
                ByteBuffer.wrap(message.payload()),
                null,
                replyTo,
                approvalId,
                null,
                place.stream(),
                place.upstreamEventId(),
                false);
    }

    /** A client's answer to a server's request; which one that is, is found where all of them are known. */
    public Intake clientResponse(Route route, byte[] payload) {
        return response(route, Direction.CLIENT_TO_SERVER, new AnsweredRequest("", "", "", null, null), payload, null);
    }

    /** The answer to a request, from whichever side. */
    public Intake response(Route route, Direction direction, AnsweredRequest request, byte[] payload, Fact fact) {
        return new Intake(
                MessageIds.next(),
                request.exchangeId(),
                route.sessionId(),
                MessageKind.RESPONSE,
                direction,
                now(),
                route.principal(),
                route.connection(),
                route.protocolVersion(),
                request.method(),
                request.name(),
                ByteBuffer.wrap(payload),
                request.context() == null ? null : ByteBuffer.wrap(request.context()),
                replyTo,
                request.approvalId(),
                fact,
                "",
                "",
                direction == Direction.SERVER_TO_CLIENT && route.gatewayTasks());
    }

    /**
     * Something that happened.
     *
     * @param exchangeId the exchange that it concerns, empty if none
     */
    public Intake fact(Route route, String exchangeId, Fact fact) {
        return new Intake(
                MessageIds.next(),
                exchangeId,
                route.sessionId(),
                MessageKind.FACT,
                Direction.CLIENT_TO_SERVER,
                now(),
                route.principal(),
                route.connection(),
                route.protocolVersion(),
                "",
                "",
                NO_PAYLOAD.duplicate(),
                null,
                replyTo,
                null,
                fact,
                "",
                "",
                false);
    }

    /** A fact with its details. */
    public static Fact fact(FactType type, String reason, Map<String, String> attributes) {
        return new Fact(type, reason, attributes);
    }

    private Instant now() {
        return clock.instant();
    }
}
