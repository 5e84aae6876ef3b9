/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the key that a mistyped one was probably meant to be. */
final class Suggestion {

    private static final int FARTHEST = 3;

    private Suggestion() {}

    /** {@code " (did you mean KEY?)"}, or nothing when no known key is near. */
    static String nearest(String key, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(key, candidate) <= FARTHEST)
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .map(candidate -> " (did you mean " + candidate + "?)")
                .orElse("");
    }

    /** Levenshtein distance, in one row. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
