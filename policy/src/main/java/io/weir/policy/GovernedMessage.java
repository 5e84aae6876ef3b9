/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.tools.ChangedTools;
import java.util.Objects;

/**
 * One JSON-RPC message to decide on.
 *
 * @param kind REQUEST, CLAIM (decided as a request), NOTIFICATION or RESPONSE
 * @param direction which way it travels
 * @param principal who owns the exchange; for a message of the server, the client's user
 * @param connection the connection that it travels on
 * @param method JSON-RPC method; for a response, that of its request. Empty if not known
 * @param name {@code params.name} or {@code params.uri}; for a response, that of its request. Empty if there is none
 * @param payload the message as UTF-8 JSON; never changed
 * @param context for a response, or a {@linkplain PartialAnswer part} of one, the {@link Decision#context()} of its request; null
 *     if there was none
 * @param changedTools the connection's tools that have changed since they were reviewed; of a list of tools, as this very list
 *     describes them
 * @param gatewayTasks whether the client was told of tasks that the gateway makes, since the server has none
 */
// A message is bytes; comparing two of them is nobody's need, copying them would be a cost.
@SuppressWarnings("ArrayRecordComponent")
public record GovernedMessage(
        MessageKind kind,
        Direction direction,
        Principal principal,
        ConnectionResource connection,
        String method,
        String name,
        byte[] payload,
        byte[] context,
        ChangedTools changedTools,
        boolean gatewayTasks) {

    /** Everything but the context is required. */
    public GovernedMessage {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(changedTools, "changedTools");
    }

    /** A message of a connection none of whose tools has changed. */
    public GovernedMessage(
            MessageKind kind,
            Direction direction,
            Principal principal,
            ConnectionResource connection,
            String method,
            String name,
            byte[] payload,
            byte[] context) {
        this(kind, direction, principal, connection, method, name, payload, context, ChangedTools.NONE, false);
    }

    /** The same message, where these tools have changed. */
    public GovernedMessage with(ChangedTools changed) {
        return new GovernedMessage(
                kind, direction, principal, connection, method, name, payload, context, changed, gatewayTasks);
    }

    /** The same message, to a client that was told of tasks that the gateway makes. */
    public GovernedMessage withGatewayTasks() {
        return new GovernedMessage(
                kind, direction, principal, connection, method, name, payload, context, changedTools, true);
    }

    /** Never the payload: a log must not hold it. */
    @Override
    public String toString() {
        return "GovernedMessage[" + kind + " " + direction + ", " + payload.length + " bytes]";
    }
}
