/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.weir.events.JournalEntry;
import java.util.List;

/**
 * Some events of a session, in order.
 *
 * @param next the sequence number with which the next page begins; null on the last one
 */
public record SessionEvents(String sessionId, List<SessionEvent> events, Long next) {

    static SessionEvents of(String sessionId, List<JournalEntry> found, int limit) {
        boolean more = found.size() > limit;
        List<SessionEvent> page =
                found.stream().limit(limit).map(SessionEvent::of).toList();
        return new SessionEvents(sessionId, page, more ? found.get(limit).getSequence() : null);
    }
}
