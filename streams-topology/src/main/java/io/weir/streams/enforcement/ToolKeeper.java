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

/** Records what becomes of tools: a verdict for the journal and for whoever reviewed, and the tool's record for all who decide. */
final class ToolKeeper {
    private final ToolDesk desk;
    private final Decisions decisions;
    private final Emitter emitter;

    ToolKeeper(ToolDesk desk, Decisions decisions, Emitter emitter) {
        this.desk = desk;
        this.decisions = decisions;
        this.emitter = emitter;
    }

    /**
     * Takes an event about a tool. What is on record already gets no verdict: another session saw it first.
     *
     * @param now for the verdict, in milliseconds since the epoch
     */
    void keep(Record<String, byte[]> record, Intake event, long now) {
        long at = record.timestamp();
        Optional<Verdict> known = decisions
                .ofCommand(event.getMessageId(), at)
                .filter(verdict -> verdict.getSessionId().equals(event.getSessionId()));
        Optional<Verdict> verdict = known.or(
                () -> desk.judge(event, Instant.ofEpochMilli(at)).map(finding -> Verdicts.of(event, finding, now)));
        if (verdict.isEmpty()) {
            return;
        }
        byte[] sent = emitter.verdict(record, verdict.get(), event.getReplyTo().getMailbox());
        desk.recordOf(event).ifPresent(tool -> emitter.tool(record, tool));
        if (known.isEmpty()) {
            decisions.keepCommand(verdict.get(), sent, at);
        }
    }
}
