/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query;

import io.weir.events.Direction;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.model.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Journal entries for tests. */
public final class Entries {
    public static final Principal ALICE =
            new Principal("alice", "Alice", List.of("analysts"), "cli", "https://issuer", Optional.empty());

    private Entries() {}

    /** A tools/call request of Alice's. */
    public static JournalEntry entry(String session, long sequence, Outcome outcome, Instant at, String payload) {
        return new JournalEntry(
                sequence,
                session + "/" + sequence,
                "ex-" + sequence,
                session,
                MessageKind.REQUEST,
                Direction.CLIENT_TO_SERVER,
                outcome,
                at,
                at,
                ALICE.toRecord(),
                "customers",
                "2025-06-18",
                "tools/call",
                "read_customer",
                ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)),
                null,
                List.of("rule"),
                List.of(),
                "",
                null,
                null,
                null);
    }
}
