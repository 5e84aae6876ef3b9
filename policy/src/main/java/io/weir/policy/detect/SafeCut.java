/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/**
 * Where a text can be cut so that masking its parts apart gives what masking it whole would: no built-in entity reaches over such
 * a cut, and none on either side looks at what is on the other. It holds for built-in entities only: what a pattern matches has no
 * bounds.
 *
 * <p>Such a cut is behind a character that no entity has in it or looks at; or behind a space or its kin, which cards and IBANs have
 * between their groups, where no digit is near: an IBAN has digits at its beginning and at most {@value #REACH} characters, and a card
 * is nothing but digits.
 */
public final class SafeCut {

    /** An IBAN of 34 characters (ISO 13616-1) with a separator before each of the last 30, and some. */
    private static final int REACH = 66;

    private static final String OF_EMAIL = ".!#$%'*+^_~-@\\\uFF20";

    private SafeCut() {}

    /**
     * The last such cut.
     *
     * @param text begins where its whole begins, or at such a cut
     * @param after cuts up to there are not looked for
     * @return so many chars are before the cut; 0 if there is none
     */
    public static int last(CharSequence text, int after) {
        for (int cut = text.length(); cut > after; cut--) {
            if (isCut(text, cut)) {
                return cut;
            }
        }
        return 0;
    }

    private static boolean isCut(CharSequence text, int cut) {
        char before = text.charAt(cut - 1);
        if (Character.isHighSurrogate(before) || isOfEntity(before)) {
            return false;
        }
        return !Chars.isGroupSeparator(before) || !hasDigit(text, Math.max(0, cut - 1 - REACH), cut - 1);
    }

    /** Whether entities may have it within, but for separators. */
    private static boolean isOfEntity(char c) {
        return Chars.isWordChar(c) || Chars.digit(c) >= 0 || OF_EMAIL.indexOf(c) >= 0;
    }

    private static boolean hasDigit(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Chars.digit(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
