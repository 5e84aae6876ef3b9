/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import io.weir.events.FactType;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import java.nio.ByteBuffer;

/** What of a verdict is for the record. */
final class JournalEntries {
    private JournalEntries() {}

    /**
     * Notices repeat what another verdict tells, and that a mailbox was opened is no event of anybody's session; what followed from
     * it has verdicts of its own.
     */
    static boolean belongsInJournal(Verdict verdict) {
        boolean mailboxOpened = verdict.getFact() != null && verdict.getFact().getType() == FactType.MAILBOX_OPENED;
        return verdict.getKind() != MessageKind.APPROVAL_NOTICE && !mailboxOpened;
    }

    /** The entry, without a number yet, and without what was passed on unless that is what is to be recorded. */
    static JournalEntry of(Verdict v) {
        return new JournalEntry(
                0L,
                v.getMessageId(),
                v.getExchangeId(),
                v.getSessionId(),
                v.getKind(),
                v.getDirection(),
                v.getOutcome(),
                v.getReceivedAt(),
                v.getDecidedAt(),
                v.getPrincipal(),
                v.getConnection(),
                v.getProtocolVersion(),
                v.getMethod(),
                v.getName(),
                recorded(v),
                v.getPolicy(),
                v.getRules(),
                v.getFindings(),
                v.getReason(),
                v.getApproval(),
                v.getVote(),
                v.getFact());
    }

    private static ByteBuffer recorded(Verdict verdict) {
        return verdict.getRecordPayload() == null && verdict.getOutcome() == Outcome.FORWARD
                ? verdict.getPayload()
                : verdict.getRecordPayload();
    }
}
