/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.tools;

import io.weir.events.PrincipalRecord;
import io.weir.events.ToolRecord;
import io.weir.model.SessionIds;
import java.time.Instant;
import java.util.List;

/** Tools as JSON. */
final class ToolView {

    record Person(String subject, String name) {}

    /**
     * One tool.
     *
     * @param sessionId the session in the journal that tells what became of the connection's tools
     */
    record Tool(
            String connection,
            String name,
            boolean changed,
            String reviewedDigest,
            String currentDigest,
            String firstSeenAt,
            String changedAt,
            Person reviewedBy,
            String reviewedAt,
            String sessionId) {}

    record Tools(List<Tool> tools) {}

    private ToolView() {}

    static Tools of(List<ToolRecord> records) {
        return new Tools(records.stream().map(ToolView::of).toList());
    }

    static Tool of(ToolRecord tool) {
        return new Tool(
                tool.getConnection(),
                tool.getTool(),
                isChanged(tool),
                tool.getReviewedDigest(),
                tool.getCurrentDigest(),
                tool.getFirstSeenAt().toString(),
                tool.getChangedAt().toString(),
                person(tool.getReviewedBy()),
                time(tool.getReviewedAt()),
                SessionIds.toolsSessionId(tool.getConnection()));
    }

    static boolean isChanged(ToolRecord tool) {
        return !tool.getCurrentDigest().equals(tool.getReviewedDigest());
    }

    private static Person person(PrincipalRecord person) {
        return person == null ? null : new Person(person.getSubject(), person.getName());
    }

    private static String time(Instant at) {
        return at == null ? null : at.toString();
    }
}
