/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import java.util.Comparator;
import java.util.List;

/** Replaces what was found in a text by the name of its entity in brackets: {@code [EMAIL]}. */
public final class Masking {

    private static final Comparator<Match> FIRST_THEN_LONGEST = Comparator.comparingInt(Match::start)
            .thenComparing(Comparator.comparingInt(Match::end).reversed());

    private Masking() {}

    /**
     * Masks a text. What overlaps becomes one replacement, named after what starts first. Idempotent: if the result
     * would match again, the text as a whole is replaced.
     *
     * @param matches what was found in the text
     * @param active the detectors whose matches are masked, as bits
     * @return the masked text; the text itself if none of the matches is of an active detector
     */
    public static String mask(String text, List<Match> matches, long active, Detection detection) {
        StringBuilder masked = null;
        int copied = 0;
        int lastStart = -1;
        for (Match match : sorted(matches, active)) {
            if (masked == null) {
                masked = new StringBuilder(text.length() + 16);
            }
            if (lastStart >= 0 && match.start() < copied) {
                copied = Math.max(copied, match.end());
                continue;
            }
            masked.append(text, copied, match.start()).append(replacement(match, detection));
            copied = match.end();
            lastStart = match.start();
        }
        if (masked == null) {
            return text;
        }
        String result = masked.append(text, copied, text.length()).toString();
        List<Match> again = detection.find(result, active);
        return again.isEmpty() ? result : replacement(again.get(0), detection);
    }

    private static List<Match> sorted(List<Match> matches, long active) {
        return matches.stream()
                .filter(m -> (m.bit() & active) != 0)
                .sorted(FIRST_THEN_LONGEST)
                .toList();
    }

    private static String replacement(Match match, Detection detection) {
        return '[' + detection.detectors().entity(match.detector()) + ']';
    }
}
