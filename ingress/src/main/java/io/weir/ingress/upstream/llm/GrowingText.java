/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import io.weir.policy.detect.SafeCut;

/** A text that comes in pieces and is told in others: cut where that makes no difference to what is found in it. */
final class GrowingText {
    private final StringBuilder whole = new StringBuilder();
    /** The end of what was told, which is a cut. */
    private int told;
    /** The last cut that is known; told or behind it. */
    private int cut;
    /** Up to there it is known which is the last cut. */
    private int looked;

    void append(String piece) {
        whole.append(piece);
    }

    /** How many chars were not told. */
    int waiting() {
        return whole.length() - told;
    }

    boolean hasPart() {
        look();
        return cut > told;
    }

    /** What can be told and was not; {@link #hasPart} says whether there is any. */
    CharSequence takePart() {
        look();
        String part = whole.substring(told, cut);
        told = cut;
        return part;
    }

    private void look() {
        if (looked < whole.length()) {
            int found = SafeCut.last(whole, looked);
            cut = Math.max(cut, found);
            looked = whole.length();
        }
    }

    CharSequence whole() {
        return whole;
    }
}
