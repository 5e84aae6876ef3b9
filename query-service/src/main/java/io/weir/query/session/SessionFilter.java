/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.weir.events.Outcome;
import io.weir.model.SessionIds;
import io.weir.query.journal.SessionSummary;
import java.util.Optional;

/**
 * Which sessions are asked for.
 *
 * @param prefix of the ids: only this person's sessions; empty for everyone's
 * @param subject exactly this subject
 * @param connection exactly this connection
 * @param outcome with at least one event of this outcome; FORWARD for sessions in which nothing was blocked or held
 * @param from started at or after, milliseconds since the epoch
 * @param to started before, milliseconds since the epoch
 */
public record SessionFilter(
        Optional<String> prefix,
        Optional<String> subject,
        Optional<String> connection,
        Optional<Outcome> outcome,
        long from,
        long to) {

    boolean accepts(SessionSummary session) {
        return prefix.map(own -> own.equals(SessionIds.prefixOf(session.sessionId())))
                        .orElse(true)
                && subject.map(session.subject()::equals).orElse(true)
                && connection.map(session.connection()::equals).orElse(true)
                && outcome.map(wanted -> had(session, wanted)).orElse(true);
    }

    private static boolean had(SessionSummary session, Outcome outcome) {
        return switch (outcome) {
            case BLOCK -> session.blocked() > 0;
            case HOLD -> session.held() > 0;
            case FORWARD -> session.blocked() == 0 && session.held() == 0;
            case UNKNOWN -> false;
        };
    }
}
