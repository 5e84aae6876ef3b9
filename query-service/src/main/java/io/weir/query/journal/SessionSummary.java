/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import io.weir.events.JournalEntry;
import io.weir.events.Outcome;
import io.weir.events.PrincipalRecord;

/**
 * A session in one line.
 *
 * @param sessionId its id
 * @param subject who: the token's subject; empty for callers who could not be authenticated
 * @param name the same person, as people know them
 * @param clientId the OAuth client
 * @param issuer who vouched for them
 * @param connection the upstream; empty where none was reached
 * @param startedAt time of the first event, milliseconds since the epoch
 * @param lastAt time of the newest event
 * @param events how many there are; also the sequence number of the newest
 * @param blocked how many were blocked
 * @param held how many were held for approval
 */
public record SessionSummary(
        String sessionId,
        String subject,
        String name,
        String clientId,
        String issuer,
        String connection,
        long startedAt,
        long lastAt,
        long events,
        long blocked,
        long held) {

    /** A session of which this is the first entry that is seen. */
    static SessionSummary startedBy(JournalEntry entry) {
        PrincipalRecord who = entry.getPrincipal();
        long at = entry.getDecidedAt().toEpochMilli();
        return new SessionSummary(
                        entry.getSessionId(),
                        who.getSubject(),
                        who.getName(),
                        who.getClientId(),
                        who.getIssuer(),
                        entry.getConnection(),
                        at,
                        at,
                        0,
                        0,
                        0)
                .with(entry);
    }

    /** After one more entry; the same if the entry is in it already, as when the journal is read again after a crash. */
    SessionSummary with(JournalEntry entry) {
        if (entry.getSequence() <= events) {
            return this;
        }
        return new SessionSummary(
                sessionId,
                subject,
                name,
                clientId,
                issuer,
                connection.isEmpty() ? entry.getConnection() : connection,
                startedAt,
                Math.max(lastAt, entry.getDecidedAt().toEpochMilli()),
                entry.getSequence(),
                blocked + (entry.getOutcome() == Outcome.BLOCK ? 1 : 0),
                held + (entry.getOutcome() == Outcome.HOLD ? 1 : 0));
    }
}
