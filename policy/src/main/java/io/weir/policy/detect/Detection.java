/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/** Searches texts for entities. Makes no object for a text in which nothing is found. For one thread. */
public final class Detection {

    private final DetectorSet detectors;
    private final Matches matches = new Matches();
    private final CharSlice slice = new CharSlice();
    private final Matcher[] matchers;
    private char[] buffer = new char[0];

    Detection(DetectorSet detectors) {
        this.detectors = detectors;
        this.matchers = new Matcher[detectors.patterns().size()];
    }

    /**
     * Finds entities in a part of an array.
     *
     * @param wanted the detectors to use, as bits
     * @return matches with indexes relative to {@code from}; those of different detectors may overlap
     */
    public List<Match> find(char[] chars, int from, int count, long wanted) {
        if ((wanted & DetectorSet.BUILT_INS) != 0 && BuiltInScan.hasTrigger(chars, from, count)) {
            BuiltInScan.scan(slice.over(chars, from, count), wanted, matches);
        }
        if ((wanted & ~DetectorSet.BUILT_INS) != 0) {
            findPatterns(slice.over(chars, from, count), wanted);
        }
        return matches.take();
    }

    /** Finds entities in a string; see {@link #find(char[], int, int, long)}. */
    public List<Match> find(String text, long wanted) {
        if (buffer.length < text.length()) {
            buffer = new char[Math.max(64, text.length())];
        }
        text.getChars(0, text.length(), buffer, 0);
        return find(buffer, 0, text.length(), wanted);
    }

    /** The set that this searches with. */
    public DetectorSet detectors() {
        return detectors;
    }

    private void findPatterns(CharSlice text, long wanted) {
        int first = BuiltIn.values().length;
        for (int i = 0; i < matchers.length; i++) {
            if ((wanted & (1L << (first + i))) != 0) {
                Matcher matcher = matcher(i, text);
                while (matcher.find()) {
                    if (matcher.end() > matcher.start()) {
                        matches.add(matcher.start(), matcher.end(), first + i);
                    }
                }
            }
        }
    }

    private Matcher matcher(int index, CharSlice text) {
        if (matchers[index] == null) {
            Pattern pattern = detectors.patterns().get(index);
            matchers[index] = pattern.matcher(text);
        } else {
            matchers[index].reset(text);
        }
        return matchers[index];
    }
}
