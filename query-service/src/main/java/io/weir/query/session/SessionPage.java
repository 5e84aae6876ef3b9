/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.weir.query.journal.SessionSummary;
import java.util.List;

/**
 * Some sessions, newest first.
 *
 * @param next where the next page begins; null on the last one
 */
public record SessionPage(List<SessionSummary> sessions, String next) {

    /** A page out of what was found, of which there is one more than fits if there is a next page. */
    static SessionPage of(List<SessionSummary> found, int limit) {
        boolean more = found.size() > limit;
        List<SessionSummary> page = more ? found.subList(0, limit) : found;
        return new SessionPage(page, more ? Cursor.after(page.get(limit - 1)).encoded() : null);
    }
}
