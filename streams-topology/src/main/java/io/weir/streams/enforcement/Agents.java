/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.AgentIds;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Target;
import java.util.Optional;

/**
 * Servers that run beside an agent: what is for the server goes to the agent as well as to whoever asked. An agent has epochs as every
 * other process has, so that of two agents of one name only the later one acts, and none on what an earlier one was told.
 */
final class Agents {
    private final ConfigBook config;
    private final MailboxEpochs epochs;

    Agents(ConfigBook config, MailboxEpochs epochs) {
        this.config = config;
        this.epochs = epochs;
    }

    /** The mailbox of the agent beside which the connection's server runs; empty if there is none, or none is connected. */
    Optional<ReplyTo> of(Intake message) {
        return config.connection(message.getConnection()).flatMap(this::of);
    }

    private Optional<ReplyTo> of(ConnectionResource connection) {
        return connection.target() instanceof Target.Stdio stdio
                ? epochs.alive(AgentIds.instanceOf(stdio.agent()))
                : Optional.empty();
    }

    /** Whether the connection's server runs beside an agent that is not there. */
    boolean isAway(ConnectionResource connection) {
        return connection.target() instanceof Target.Stdio && of(connection).isEmpty();
    }

    /** Whether a verdict is for the server, so that its agent gets a copy. */
    static boolean concerns(Verdict verdict) {
        if (verdict.getAgent() == null) {
            return false;
        }
        boolean toServer = verdict.getDirection() == Direction.CLIENT_TO_SERVER;
        boolean hasPayload = verdict.getPayload() != null;
        return switch (verdict.getKind()) {
            // A server's request that was blocked is answered.
            case REQUEST -> hasPayload && (verdict.getOutcome() == Outcome.FORWARD) == toServer;
            case CLAIM, NOTIFICATION -> hasPayload && toServer && verdict.getOutcome() == Outcome.FORWARD;
            // A client's answer that was blocked holds what the server gets instead. And the server need not go on with
            // what took
            // too long.
            case RESPONSE -> toServer ? hasPayload : isFact(verdict, FactType.UPSTREAM_TIMEOUT);
            case FACT -> isFact(verdict, FactType.SESSION_CLOSED) || isFact(verdict, FactType.CANCELLED);
            default -> false;
        };
    }

    private static boolean isFact(Verdict verdict, FactType type) {
        return verdict.getFact() != null && verdict.getFact().getType() == type;
    }
}
