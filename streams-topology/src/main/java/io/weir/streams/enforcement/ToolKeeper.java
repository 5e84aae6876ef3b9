/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Intake;
import io.weir.events.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** Records what sightings of tools come to: a verdict for the journal, and the tool's record for all who decide. */
final class ToolKeeper {
    private final Sightings sightings;
    private final ToolDesk desk;
    private final Decisions decisions;
    private final Emitter emitter;

    ToolKeeper(Sightings sightings, ToolDesk desk, Decisions decisions, Emitter emitter) {
        this.sightings = sightings;
        this.desk = desk;
        this.decisions = decisions;
        this.emitter = emitter;
    }

    /**
     * Takes a sighting. What is on record already gets no verdict: another session saw it first.
     *
     * @param now for the verdict, in milliseconds since the epoch
     */
    void keep(Record<String, byte[]> record, Intake seen, long now) {
        Optional<String> whyNot = sightings.whyNot(seen);
        if (whyNot.isPresent()) {
            Judgement refused = Judgement.recorded(seen.getName(), null).blocked(whyNot.get(), null);
            emit(record, seen, Verdicts.of(seen, refused, null, now));
        } else {
            believe(record, seen, now);
        }
    }

    private void believe(Record<String, byte[]> record, Intake seen, long now) {
        long at = record.timestamp();
        Optional<Verdict> known = decisions
                .ofCommand(seen.getMessageId(), at)
                .filter(verdict -> verdict.getSessionId().equals(seen.getSessionId()));
        Optional<Verdict> verdict =
                known.or(() -> desk.seen(seen, Instant.ofEpochMilli(at)).map(change -> Verdicts.of(seen, change, now)));
        if (verdict.isEmpty()) {
            return;
        }
        byte[] sent = emit(record, seen, verdict.get());
        desk.find(seen.getConnection(), ToolEvents.toolOf(seen)).ifPresent(tool -> emitter.tool(record, tool));
        if (known.isEmpty()) {
            decisions.keepCommand(verdict.get(), sent, at);
        }
    }

    private byte[] emit(Record<String, byte[]> record, Intake seen, Verdict verdict) {
        return emitter.verdict(record, verdict, seen.getReplyTo().getMailbox());
    }
}
