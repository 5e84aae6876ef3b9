/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalCommand;
import io.weir.events.Fact;
import io.weir.events.Intake;
import io.weir.events.ToolRecord;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the record of each connection's tools. Whoever sees or reviews a tool, it is judged here, on the one partition of its
 * connection: ten sessions that see the same change make one event of it, and a review is of what is current.
 */
final class ToolDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ToolDesk.class);

    private final KeyValueStore<String, ToolRecord> store;
    private final List<String> adminGroups;
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * What a review comes to.
     *
     * @param fact to be recorded
     * @param refusal why it was refused; empty if it was not
     */
    record Reviewed(Fact fact, String refusal) {}

    ToolDesk(KeyValueStore<String, ToolRecord> store, List<String> adminGroups) {
        this.store = store;
        this.adminGroups = List.copyOf(adminGroups);
    }

    /** The record of a tool; empty if there is none. */
    Optional<ToolRecord> find(String connection, String tool) {
        return Optional.ofNullable(store.get(ToolBook.key(connection, tool)))
                .filter(record -> record.getConnection().equals(connection));
    }

    /**
     * Takes a sighting.
     *
     * @param at its time in the log
     * @return what to record; empty if it tells nothing that is not on record already
     */
    Optional<Fact> seen(Intake event, Instant at) {
        String digest = ToolEvents.digestOf(event);
        Optional<ToolRecord> known = find(event.getConnection(), ToolEvents.toolOf(event));
        if (known.filter(record -> record.getCurrentDigest().equals(digest)).isPresent()) {
            // After a crash the record can be there without its event.
            return known.filter(record -> record.getEventId().equals(event.getMessageId()))
                    .map(record -> ToolEvents.change(event, record));
        }
        if (known.isEmpty() && !hasRoomFor(event)) {
            return Optional.empty();
        }
        ToolRecord after =
                known.map(record -> changed(record, event, digest, at)).orElseGet(() -> first(event, digest, at));
        put(after, known.isEmpty());
        return Optional.of(ToolEvents.change(event, after));
    }

    private boolean hasRoomFor(Intake event) {
        boolean room = ToolEvents.toolOf(event).length() <= ToolBook.MAX_NAME_CHARS
                && count(event.getConnection()) < ToolBook.MAX_TOOLS;
        if (!room) {
            LOG.atWarn()
                    .addKeyValue("connection", event.getConnection())
                    .addKeyValue("limit", ToolBook.MAX_TOOLS)
                    .log("a tool is not recorded and counts as changed: the connection has too many");
        }
        return room;
    }

    private static ToolRecord first(Intake event, String digest, Instant at) {
        return ToolRecord.newBuilder()
                .setConnection(event.getConnection())
                .setTool(ToolEvents.toolOf(event))
                .setReviewedDigest(digest)
                .setCurrentDigest(digest)
                .setFirstSeenAt(at)
                .setChangedAt(at)
                .setEventId(event.getMessageId())
                .build();
    }

    private static ToolRecord changed(ToolRecord before, Intake event, String digest, Instant at) {
        return ToolRecord.newBuilder(before)
                .setPreviousDigest(before.getCurrentDigest())
                .setCurrentDigest(digest)
                .setChangedAt(at)
                .setEventId(event.getMessageId())
                .build();
    }

    /**
     * Carries a person's review out, or says why not.
     *
     * @param at its time in the log
     */
    Reviewed review(ApprovalCommand review, Instant at) {
        Optional<ToolRecord> known =
                Optional.ofNullable(review.getTool()).flatMap(tool -> find(tool.getConnection(), tool.getName()));
        String before = known.map(ToolRecord::getReviewedDigest).orElse("");
        Optional<String> whyNot = whyNot(review, known);
        if (whyNot.isEmpty()) {
            put(
                    ToolRecord.newBuilder(known.orElseThrow())
                            .setReviewedDigest(review.getDigest())
                            .setReviewedBy(review.getPrincipal())
                            .setReviewedAt(at)
                            .setEventId(review.getCommandId())
                            .build(),
                    false);
        }
        return new Reviewed(ToolEvents.review(review, before), whyNot.orElse(""));
    }

    private Optional<String> whyNot(ApprovalCommand review, Optional<ToolRecord> known) {
        Principal person = Principal.from(review.getPrincipal());
        if (!person.inAnyGroup(adminGroups) || person.onBehalfOf().isPresent()) {
            return Optional.of("Only administrators review tools, in person.");
        }
        if (known.isEmpty()) {
            return Optional.of("There is no such tool on record.");
        }
        if (!review.getSessionId().equals(SessionIds.toolsSessionId(known.get().getConnection()))) {
            return Optional.of("The review is not in the session of the connection's tools.");
        }
        return known.filter(record -> !record.getCurrentDigest().equals(review.getDigest()))
                .map(record ->
                        "The tool's definition is not the one that you saw; it has changed again. Look at it anew.");
    }

    private void put(ToolRecord record, boolean added) {
        int count = count(record.getConnection());
        store.put(ToolBook.key(record.getConnection(), record.getTool()), record);
        counts.put(record.getConnection(), added ? count + 1 : count);
    }

    private int count(String connection) {
        return counts.computeIfAbsent(connection, this::stored);
    }

    private int stored(String connection) {
        int count = 0;
        try (KeyValueIterator<String, ToolRecord> tools =
                store.prefixScan(ToolBook.key(connection, ""), new StringSerializer())) {
            while (tools.hasNext()) {
                tools.next();
                count++;
            }
        }
        return count;
    }
}
