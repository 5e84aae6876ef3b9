/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the journal tells of every exchange: its request, its end, and nothing that belongs to another. */
final class JournalAudit {
    private static final Set<FactType> ENDS =
            Set.of(FactType.CANCELLED, FactType.OUTCOME_UNKNOWN, FactType.WAITER_GONE, FactType.DECISION_TIMEOUT);
    private static final Pattern TAG = Pattern.compile("\"tag\":\"([^\"]+)\"");
    private static final Pattern STAMP = Pattern.compile("\"(?:answers\":\"|requestState\":\"state:)([^\"]+)\"");
    private static final Pattern NOTE = Pattern.compile("\"([^\"#]+)#([0-9]+)\"");
    private static final Pattern SAID = Pattern.compile("@([^\"]+)\"");

    private record Heard(String exchange, String tag) {}

    private final Witness witness;
    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, String> sessions = new HashMap<>();
    private final Map<String, String> requests = new HashMap<>();
    private final Map<String, Integer> requestsByTag = new HashMap<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final List<Heard> stamped = new ArrayList<>();

    JournalAudit(Witness witness) {
        this.witness = witness;
    }

    int entries() {
        return eventIds.size();
    }

    void add(JournalEntry entry) {
        if (!eventIds.add(entry.getEventId())) {
            witness.wrong("The journal has " + entry.getEventId() + " twice");
        }
        long sequence = sequences.merge(entry.getSessionId(), 1L, Long::sum);
        if (entry.getSequence() != sequence) {
            witness.wrong("The journal has a gap before " + entry.getEventId());
        }
        boolean ofClient = entry.getDirection() == Direction.CLIENT_TO_SERVER;
        String text = text(entry.getPayload());
        if (entry.getKind() == MessageKind.REQUEST && ofClient) {
            request(entry, text);
        } else if (entry.getKind() == MessageKind.RESPONSE && ofClient) {
            first(SAID, text).ifPresent(session -> sessionIs(entry, session));
        } else if (entry.getKind() == MessageKind.RESPONSE) {
            answers.merge(entry.getExchangeId(), 1, Integer::sum);
            first(STAMP, text).ifPresent(tag -> stamped.add(new Heard(entry.getExchangeId(), tag)));
        } else if (entry.getKind() == MessageKind.NOTIFICATION && !ofClient) {
            note(entry, text);
        } else if (entry.getFact() != null && ENDS.contains(entry.getFact().getType())) {
            ended.add(entry.getExchangeId());
        }
    }

    private void request(JournalEntry entry, String text) {
        String exchange = entry.getExchangeId();
        String tag = first(TAG, text).orElse("");
        requests.put(exchange, tag);
        if (entry.getOutcome() == Outcome.BLOCK) {
            ended.add(exchange);
        }
        if (tag.isEmpty()) {
            return;
        }
        requestsByTag.merge(tag, 1, Integer::sum);
        if (!Plan.person(tag).equals(entry.getPrincipal().getSubject())) {
            witness.wrong("The journal has " + tag + " as a request of "
                    + entry.getPrincipal().getSubject());
        }
        sessionIs(entry, Plan.session(tag));
    }

    private void note(JournalEntry entry, String text) {
        Matcher note = NOTE.matcher(text);
        if (!note.find()) {
            return;
        }
        sessionIs(entry, Plan.session(note.group(1)));
        if (!note.group(2).equals("0")) {
            stamped.add(new Heard(entry.getExchangeId(), note.group(1)));
        }
    }

    /** Sessions of the journal and of the clients must be the same; requests that stand for themselves share one by person. */
    private void sessionIs(JournalEntry entry, String name) {
        String expected = name.startsWith(Traffic.MODERN) ? Traffic.MODERN + Plan.person(name) : name;
        String before = sessions.putIfAbsent(entry.getSessionId(), expected);
        if (before != null && !before.equals(expected)) {
            witness.wrong("The journal has something of " + expected + " in the session of " + before);
        }
    }

    /** Holds it all against what the clients did. */
    void judge() {
        for (Heard heard : stamped) {
            String tag = requests.get(heard.exchange);
            if (!heard.tag.equals(tag)) {
                witness.wrong("The journal has something of " + heard.tag + " in the exchange of " + tag);
            }
        }
        requests.forEach((exchange, tag) -> {
            int answered = answers.getOrDefault(exchange, 0);
            if (answered > 1) {
                witness.wrong("The journal has " + answered + " answers to " + tag);
            } else if (answered == 0 && !ended.contains(exchange)) {
                witness.wrong("The journal has no end of " + tag + ", exchange " + exchange);
            }
        });
        witness.sent().forEach((tag, sent) -> {
            int found = requestsByTag.getOrDefault(tag, 0);
            if (found < witness.accepted(tag, 0) || found > sent.get()) {
                witness.wrong("The journal has %d requests of %s; sent were %d, accepted %d"
                        .formatted(found, tag, sent.get(), witness.accepted(tag, 0)));
            }
        });
    }

    private static java.util.Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? java.util.Optional.of(matcher.group(1)) : java.util.Optional.empty();
    }

    private static String text(ByteBuffer payload) {
        return payload == null
                ? ""
                : StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }
}
