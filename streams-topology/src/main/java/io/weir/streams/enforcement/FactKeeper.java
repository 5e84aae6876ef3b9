/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalRecord;
import io.weir.events.FactType;
import io.weir.events.Intake;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records what happened, and draws its consequences. Each is idempotent, so a fact can be seen again. */
final class FactKeeper {
    /** What becomes of tools is told by enforcement, to the journal. Whoever else says so is not believed. */
    private static final Set<FactType> IS_SAID_HERE =
            EnumSet.of(FactType.TOOL_ADDED, FactType.TOOL_CHANGED, FactType.TOOL_REVIEWED);

    private static final String SAID_HERE =
            "Only enforcement says what becomes of tools; it takes no such fact from others.";

    private final ApprovalDesk desk;
    private final InFlight inFlight;
    private final MailboxEpochs epochs;

    FactKeeper(ApprovalDesk desk, InFlight inFlight, MailboxEpochs epochs) {
        this.desk = desk;
        this.inFlight = inFlight;
        this.epochs = epochs;
    }

    Judgement keep(Intake fact, long at) {
        FactType type =
                fact.getFact() == null ? FactType.UNKNOWN : fact.getFact().getType();
        if (IS_SAID_HERE.contains(type)) {
            return Judgement.recorded(fact.getName(), null).blocked(SAID_HERE, null);
        }
        Optional<ApprovalRecord> concerned = switch (type) {
            case WAITER_GONE, CLIENT_GONE -> desk.waiterGone(exchange(fact));
            case UPSTREAM_UNREACHABLE, UPSTREAM_TIMEOUT, UPSTREAM_INVALID, OUTCOME_UNKNOWN -> settled(fact, type, at);
            case DECISION_TIMEOUT -> neverActed(fact, at);
            case CANCELLED -> wasRelayed(fact) ? settled(fact, FactType.OUTCOME_UNKNOWN, at) : neverActed(fact, at);
            case MAILBOX_OPENED -> mailboxOpened(fact);
            default -> Optional.empty();
        };
        return Judgement.recorded(fact.getName(), concerned.orElse(null));
    }

    /** A response, or a fact in place of one; to be followed by {@link #forget}. */
    Optional<ApprovalRecord> ended(Intake message, FactType why, long at) {
        String exchange = exchange(message);
        String approval = inFlight.approval(exchange).orElse(message.getApprovalId());
        return desk.exchangeEnded(exchange, approval, why, at);
    }

    /** The exchange has its response, or what stands in place of one. */
    void forget(Intake message) {
        inFlight.forget(exchange(message));
    }

    private Optional<ApprovalRecord> settled(Intake fact, FactType why, long at) {
        Optional<ApprovalRecord> ended = ended(fact, why, at);
        forget(fact);
        return ended;
    }

    /** The events that this fact gives rise to, to be written to the intake. */
    List<Intake> consequences(Intake fact) {
        boolean opened = fact.getFact() != null && fact.getFact().getType() == FactType.MAILBOX_OPENED;
        if (!opened) {
            return List.of();
        }
        List<Intake> events = new ArrayList<>(inFlight.abandoned(epochs));
        events.addAll(desk.abandoned(epochs));
        return events;
    }

    /** Its process did not get the decision in time and will not act on it any more. */
    private Optional<ApprovalRecord> neverActed(Intake fact, long at) {
        Optional<ApprovalRecord> ended = settled(fact, FactType.DECISION_TIMEOUT, at);
        return desk.waiterGone(exchange(fact)).or(() -> ended);
    }

    private static boolean wasRelayed(Intake fact) {
        return !"false".equals(fact.getFact().getAttributes().get("relayed"));
    }

    private Optional<ApprovalRecord> mailboxOpened(Intake fact) {
        if (fact.getFact().getAttributes().containsKey("closed")) {
            epochs.closed(fact.getReplyTo());
        } else {
            epochs.opened(fact.getReplyTo());
        }
        desk.epochsEnded(epochs);
        return Optional.empty();
    }

    private static String exchange(Intake fact) {
        String named =
                fact.getFact() == null ? null : fact.getFact().getAttributes().get("exchangeId");
        return named == null ? fact.getExchangeId() : named;
    }
}
