/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.json.CanonicalJsonException;
import io.weir.policy.message.Methods;
import io.weir.policy.resource.Target;
import io.weir.policy.tools.ChangedTools;
import io.weir.policy.tools.ToolDefinitions;
import io.weir.streams.enforcement.ToolBook.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Compares what servers list with what is known, in one task. A list is judged by its own definitions; a call by the record, and by
 * what its session was shown: that a change has been seen is on record a moment later than the next call can come.
 */
final class ToolWatch {
    private static final int MAX_REMEMBERED = 10_000;

    private final ToolBook book;
    private final ConfigBook config;
    private final Map<String, String> shown = new Recent(MAX_REMEMBERED);
    private final Map<String, String> firstSeen = new Recent(MAX_REMEMBERED);
    private String listing = "";
    private Optional<SortedMap<String, String>> digests = Optional.empty();

    ToolWatch(ToolBook book, ConfigBook config) {
        this.book = book;
        this.config = config;
    }

    /** The tools that have changed, as far as this message is concerned. */
    ChangedTools changed(Intake message) {
        String connection = message.getConnection();
        if (!isList(message)) {
            return tool -> isChanged(message.getSessionId(), connection, tool);
        }
        return definitions(message)
                .<ChangedTools>map(now -> tool -> !isTrusted(connection, tool, now.get(tool)))
                .orElse(ChangedTools.ALL);
    }

    /** False for a list of tools whose definitions have no digest; nobody can tell whether they have changed. */
    boolean isComparable(Intake message) {
        return !isList(message) || definitions(message).isPresent();
    }

    /**
     * What is new in a list that its client gets. To be called each time that the list is processed.
     *
     * @return the events to be written to the intake
     */
    List<Intake> seen(Intake message, Verdict verdict) {
        if (verdict.getOutcome() != Outcome.FORWARD || !isList(message)) {
            return List.of();
        }
        List<Intake> news = new ArrayList<>();
        definitions(message).orElse(ToolDefinitions.none()).forEach((tool, digest) -> {
            if (isNews(message.getConnection(), tool, digest) && news.size() < ToolBook.MAX_TOOLS) {
                news.add(ToolEvents.seen(message, tool, digest));
            }
            remember(message, tool, digest);
        });
        return news;
    }

    private boolean isNews(String connection, String tool, String digest) {
        return book.find(connection, tool)
                .map(known -> !known.current().equals(digest))
                .orElseGet(() -> book.hasRoomFor(connection, tool));
    }

    private void remember(Intake list, String tool, String digest) {
        String key = ToolBook.key(list.getConnection(), tool);
        Optional<Known> known = book.find(list.getConnection(), tool);
        if (known.isPresent()) {
            firstSeen.remove(key);
        } else {
            firstSeen.putIfAbsent(key, digest);
        }
        if (known.filter(k -> k.reviewed().equals(digest)).isPresent()) {
            shown.remove(list.getSessionId() + ' ' + key);
        } else {
            shown.put(list.getSessionId() + ' ' + key, digest);
        }
    }

    private boolean isChanged(String session, String connection, String tool) {
        Optional<Known> known = book.find(connection, tool);
        String digest = shown.get(session + ' ' + ToolBook.key(connection, tool));
        return known.filter(Known::isChanged).isPresent()
                || (digest == null
                        ? known.isEmpty() && !book.hasRoomFor(connection, tool)
                        : !isTrusted(connection, tool, digest));
    }

    /** Whether this definition is the one that was reviewed, or the first one where none is on record yet. */
    private boolean isTrusted(String connection, String tool, String digest) {
        return book.find(connection, tool)
                .map(known -> known.reviewed().equals(digest))
                .orElseGet(() -> book.hasRoomFor(connection, tool) && isFirst(connection, tool, digest));
    }

    private boolean isFirst(String connection, String tool, String digest) {
        return Objects.equals(firstSeen.getOrDefault(ToolBook.key(connection, tool), digest), digest);
    }

    /** A list of tools as a server gave it; the gateway's own face of a language model is none. */
    private boolean isList(Intake message) {
        return message.getKind() == MessageKind.RESPONSE
                && message.getDirection() == Direction.SERVER_TO_CLIENT
                && message.getMethod().equals(Methods.TOOLS_LIST)
                && message.getFact() == null
                && config.connection(message.getConnection())
                        .filter(connection -> !(connection.target() instanceof Target.Llm))
                        .isPresent();
    }

    /** Digests by name; empty if they cannot be told. Computed once, though asked for before and after the decision. */
    private Optional<SortedMap<String, String>> definitions(Intake list) {
        if (!list.getMessageId().equals(listing)) {
            listing = list.getMessageId();
            digests = digests(list);
        }
        return digests;
    }

    private static Optional<SortedMap<String, String>> digests(Intake list) {
        try {
            return Optional.of(ToolDefinitions.digests(Bytes.of(list.getPayload())));
        } catch (CanonicalJsonException e) {
            return Optional.empty();
        }
    }
}
