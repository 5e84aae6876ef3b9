/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.crash;

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

/** What the journal says of the calls, entry by entry. */
final class JournalAudit {
    private static final Pattern REF = Pattern.compile("\"ref\":\"([^\"]+)\"");

    private final Map<String, List<String>> exchangesByRef = new HashMap<>();
    private final Map<String, Integer> answersByExchange = new HashMap<>();
    private final Set<String> forwarded = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, Long> lastSequence = new HashMap<>();
    private int duplicates;
    private int gaps;

    void add(JournalEntry entry) {
        if (!eventIds.add(entry.getEventId())) {
            duplicates++;
        }
        long last = lastSequence.getOrDefault(entry.getSessionId(), 0L);
        if (entry.getSequence() != last + 1) {
            gaps++;
        }
        lastSequence.put(entry.getSessionId(), entry.getSequence());
        if (entry.getKind() == MessageKind.REQUEST) {
            request(entry);
        } else if (entry.getKind() == MessageKind.RESPONSE) {
            answersByExchange.merge(entry.getExchangeId(), 1, Integer::sum);
        } else if (entry.getFact() != null && entry.getFact().getType() == FactType.OUTCOME_UNKNOWN) {
            unknown.add(entry.getExchangeId());
        }
    }

    /** Entries in all. */
    int entries() {
        return eventIds.size() + duplicates;
    }

    /** Entries whose id was there before. */
    int duplicates() {
        return duplicates;
    }

    /** Places where a session's sequence does not go on by one. */
    int gaps() {
        return gaps;
    }

    /** Which of these calls do not stand in the journal exactly once, request and answer. */
    List<String> notExactlyOnce(Set<String> refs) {
        List<String> wrong = new ArrayList<>();
        for (String ref : refs) {
            List<String> exchanges = exchangesByRef.getOrDefault(ref, List.of());
            if (exchanges.size() != 1 || answersByExchange.getOrDefault(exchanges.get(0), 0) != 1) {
                wrong.add(ref);
            }
        }
        return wrong;
    }

    /** Which of the calls that reached the upstream have no request in the journal: acts without a trace. */
    long withoutTrace(Set<String> calledUpstream) {
        return calledUpstream.stream()
                .filter(ref -> !exchangesByRef.containsKey(ref))
                .count();
    }

    /** Forwarded requests that have an answer neither in the journal nor are recorded as outcome unknown. */
    long openEnds() {
        return forwarded.stream()
                .filter(exchange -> !answersByExchange.containsKey(exchange) && !unknown.contains(exchange))
                .count();
    }

    /** Requests recorded as outcome unknown. */
    int unknownOutcomes() {
        return unknown.size();
    }

    private void request(JournalEntry entry) {
        if (entry.getOutcome() == Outcome.FORWARD) {
            forwarded.add(entry.getExchangeId());
        }
        Matcher ref = REF.matcher(text(entry.getPayload()));
        if (ref.find()) {
            exchangesByRef.computeIfAbsent(ref.group(1), r -> new ArrayList<>()).add(entry.getExchangeId());
        }
    }

    private static String text(ByteBuffer payload) {
        return payload == null
                ? ""
                : StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }
}
