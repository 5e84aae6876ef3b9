/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Intake;
import io.weir.streams.approval.Approval;
import io.weir.streams.approval.Ended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What time brings about: approvals that run out of it, and requests that never got an answer. Only says which events are to be
 * written; the state changes when they are read. An event that was written is not written again until it should long have been
 * read.
 */
final class DueEvents {
    private static final long WRITE_AGAIN_AFTER_MS = 30_000;

    /** How often requests without an answer are looked for: they wait for hours, and all have to be looked at. */
    private static final long OVERDUE_EVERY_MS = 60_000;

    private final ApprovalBook approvals;
    private final InFlight inFlight;
    private final EnforcementSettings settings;
    private final Map<String, Long> written = new HashMap<>();
    private long nextOverdue;

    DueEvents(ApprovalBook approvals, InFlight inFlight, EnforcementSettings settings) {
        this.approvals = approvals;
        this.inFlight = inFlight;
        this.settings = settings;
    }

    /** @param now wall clock, in milliseconds since the epoch */
    List<Intake> at(long now) {
        written.values().removeIf(at -> at <= now - WRITE_AGAIN_AFTER_MS);
        List<Intake> events = new ArrayList<>();
        for (Approval approval : approvals.due(now, settings.duePerTick())) {
            if (approval instanceof Ended) {
                approvals.remove(approval);
            } else {
                events.add(Expiries.event(approval));
            }
        }
        if (now >= nextOverdue) {
            nextOverdue = now + OVERDUE_EVERY_MS;
            events.addAll(inFlight.overdue(now, settings.inFlightMaxAge(), settings.duePerTick()));
        }
        events.removeIf(event -> written.putIfAbsent(event.getMessageId(), now) != null);
        return events;
    }
}
