/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/** What the built-in detectors need to know about characters. */
final class Chars {

    /** From here on scripts do without spaces between words, so a letter next to an entity is no part of it. */
    private static final char FIRST_CJK = 0x2E80;

    private Chars() {}

    static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAsciiAlphanumeric(char c) {
        return isAsciiDigit(c) || isAsciiLetter(c);
    }

    /** A letter or digit of a script that puts spaces between words. */
    static boolean isWordChar(char c) {
        return c < 0x80 ? isAsciiAlphanumeric(c) : c < FIRST_CJK && Character.isLetterOrDigit(c);
    }

    /** The value of a decimal digit of any script, full width included, or -1. */
    static int digit(char c) {
        if (c < 0x80) {
            return isAsciiDigit(c) ? c - '0' : -1;
        }
        return Character.isDigit(c) ? Character.digit(c, 10) : -1;
    }

    /** What people and programs put between the groups of a number: spaces, dashes, and their invisible kin. */
    static boolean isGroupSeparator(char c) {
        if (c < 0x80) {
            return c == ' ' || c == '-';
        }
        return c == 0x00A0
                || c == 0x00AD
                || (c >= 0x2007 && c <= 0x200B)
                || (c >= 0x2010 && c <= 0x2015)
                || c == 0x202F
                || c == 0x2060;
    }

    /**
     * True if an entity may start at this index: not within a word. The letter of an escape such as {@code \n} is no
     * part of a word: a text is often itself JSON.
     */
    static boolean startsWord(CharSequence text, int index) {
        if (index == 0 || !isAsciiAlphanumeric(text.charAt(index - 1))) {
            return true;
        }
        return "nrtbf".indexOf(text.charAt(index - 1)) >= 0 && isEscaped(text, index - 1);
    }

    /** True if an odd number of backslashes stands before this index. */
    static boolean isEscaped(CharSequence text, int index) {
        int backslashes = 0;
        while (backslashes < index && text.charAt(index - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
