/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.weir.query.journal.SessionSummary;
import io.weir.query.journal.StoreKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.utils.Bytes;

/**
 * Where a page of sessions ended; the next begins behind it. Opaque to clients.
 *
 * @param startedAt of the last session on the page, milliseconds since the epoch
 * @param sessionId of that session
 */
public record Cursor(long startedAt, String sessionId) {

    static Cursor after(SessionSummary session) {
        return new Cursor(session.startedAt(), session.sessionId());
    }

    /**
     * Reads what {@link #encoded} wrote.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static Cursor decode(String encoded) {
        String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new Cursor(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
    }

    public String encoded() {
        byte[] text = (startedAt + "/" + sessionId).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** The first key of the index that is behind it. */
    Bytes next() {
        return StoreKeys.byStart(startedAt, sessionId + '\0');
    }
}
