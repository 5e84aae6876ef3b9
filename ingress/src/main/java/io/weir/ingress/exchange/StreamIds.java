/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.session.EventId;
import io.weir.ingress.session.EventIds;

/** The ids of the events on one client's stream. */
public final class StreamIds {
    /** A stream that cannot be resumed. */
    public static final StreamIds NONE = new StreamIds(null, "", null, false);

    private final EventIds ids;
    private final String sessionId;
    private final EventId start;
    private final boolean tellsStart;

    /**
     * @param start names mailbox, stream and request; its offset does not matter
     * @param tellsStart whether the client understands an event that only says where the stream stands (from 2025-11-25 on)
     */
    StreamIds(EventIds ids, String sessionId, EventId start, boolean tellsStart) {
        this.ids = ids;
        this.sessionId = sessionId;
        this.start = start;
        this.tellsStart = tellsStart;
    }

    /**
     * The same events, named in another session.
     *
     * @param stream what the stream is called there
     * @param polling whether the client understands an event that only says where the stream stands
     */
    public StreamIds in(String otherSessionId, String stream, boolean polling) {
        return start == null
                ? this
                : new StreamIds(
                        ids,
                        otherSessionId,
                        new EventId(start.mailbox(), start.offset(), stream, start.request()),
                        tellsStart && polling);
    }

    /** The stream that they are on; empty if it cannot be resumed. */
    public String stream() {
        return start == null ? "" : start.stream();
    }

    /** Whether the stream begins with an event that only says where it stands. */
    public boolean tellsStart() {
        return tellsStart;
    }

    /** The id of the event whose verdict stands there; empty if events have none. */
    public String at(long offset) {
        return start == null
                ? ""
                : ids.seal(sessionId, new EventId(start.mailbox(), offset, start.stream(), start.request()));
    }
}
