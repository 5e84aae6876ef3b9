/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalCommand;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ToolRecord;
import io.weir.events.ToolRef;
import io.weir.json.Digests;
import io.weir.model.SessionIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The events about tools: what they are called, and what they say. Never a definition, only its digest. */
final class ToolEvents {
    /** Attributes of the facts. */
    static final String TOOL = "tool";

    static final String DIGEST = "digest";

    private static final String SEEN_IN = "seenInSession";
    private static final String SEEN_BY = "seenInMessage";
    private static final int ID_CHARS = 16;

    private ToolEvents() {}

    /** The tool that a sighting is of; empty if it does not say. */
    static String toolOf(Intake seen) {
        return seen.getFact().getAttributes().getOrDefault(TOOL, "");
    }

    /** The digest of the definition that was seen; empty if it is not said. */
    static String digestOf(Intake seen) {
        return seen.getFact().getAttributes().getOrDefault(DIGEST, "");
    }

    /** A list shows a tool in another way than it is known. The same list has the same event, however often it is processed. */
    static Intake seen(Intake list, String tool, String digest) {
        String nameDigest = Digests.sha256Hex(tool.getBytes(StandardCharsets.UTF_8));
        Map<String, String> attributes =
                Map.of(TOOL, tool, DIGEST, digest, SEEN_IN, list.getSessionId(), SEEN_BY, list.getMessageId());
        return new Intake(
                list.getMessageId() + "/tool/" + nameDigest.substring(0, ID_CHARS),
                "",
                SessionIds.toolsSessionId(list.getConnection()),
                MessageKind.FACT,
                Direction.SERVER_TO_CLIENT,
                list.getReceivedAt(),
                list.getPrincipal(),
                list.getConnection(),
                list.getProtocolVersion(),
                "",
                tool,
                ByteBuffer.allocate(0),
                null,
                list.getReplyTo(),
                null,
                new Fact(FactType.TOOL_SEEN, "", attributes),
                "",
                "",
                false);
    }

    /** What a sighting turned out to be, by the record that it left. */
    static Fact change(Intake seen, ToolRecord after) {
        boolean first = after.getPreviousDigest().isEmpty();
        boolean reviewed = after.getCurrentDigest().equals(after.getReviewedDigest());
        String reason = first
                ? "The tool is listed for the first time; its definition is trusted from now on."
                : reviewed
                        ? "The tool's definition is again the one that was reviewed."
                        : "The tool's definition has changed since it was reviewed.";
        Map<String, String> from = seen.getFact().getAttributes();
        Map<String, String> attributes = Map.of(
                "connection",
                after.getConnection(),
                TOOL,
                after.getTool(),
                "digestBefore",
                after.getPreviousDigest(),
                "digestAfter",
                after.getCurrentDigest(),
                "reviewed",
                Boolean.toString(reviewed),
                SEEN_IN,
                from.getOrDefault(SEEN_IN, ""),
                SEEN_BY,
                from.getOrDefault(SEEN_BY, ""));
        return new Fact(first ? FactType.TOOL_ADDED : FactType.TOOL_CHANGED, reason, attributes);
    }

    /**
     * What was reviewed.
     *
     * @param before digest that was trusted until now; empty if the tool is not known
     */
    static Fact review(ApprovalCommand review, String before) {
        ToolRef tool = review.getTool();
        Map<String, String> attributes = Map.of(
                "connection",
                tool == null ? "" : tool.getConnection(),
                TOOL,
                tool == null ? "" : tool.getName(),
                "digestBefore",
                before,
                "digestAfter",
                Objects.toString(review.getDigest(), ""));
        return new Fact(FactType.TOOL_REVIEWED, review.getReason(), attributes);
    }
}
