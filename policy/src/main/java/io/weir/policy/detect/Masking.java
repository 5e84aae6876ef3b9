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

    /** One is enough, but where what is masked has kept something next to it from being seen, or a pattern matches replacements. */
    private static final int MAX_ROUNDS = 8;

    private Masking() {}

    /**
     * Masks a text. What overlaps becomes one replacement, named after what starts first. Idempotent: what matches only in the
     * result is masked as well, and if there is no end to it, the text as a whole is replaced.
     *
     * @param matches what was found in the text
     * @param active the detectors whose matches are masked, as bits
     * @return the masked text; the text itself if none of the matches is of an active detector
     */
    public static String mask(String text, List<Match> matches, long active, Detection detection) {
        String masked = text;
        List<Match> found = sorted(matches, active);
        for (int round = 0; !found.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                return replacement(found.get(0), detection);
            }
            masked = replaced(masked, found, detection);
            found = sorted(detection.find(masked, active), active);
        }
        return masked;
    }

    private static String replaced(String text, List<Match> matches, Detection detection) {
        StringBuilder masked = new StringBuilder(text.length() + 16);
        int copied = 0;
        for (Match match : matches) {
            if (match.start() < copied) {
                copied = Math.max(copied, match.end());
                continue;
            }
            masked.append(text, copied, match.start()).append(replacement(match, detection));
            copied = match.end();
        }
        return masked.append(text, copied, text.length()).toString();
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
