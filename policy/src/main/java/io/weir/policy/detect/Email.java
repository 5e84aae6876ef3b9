/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/**
 * E-mail addresses: the dot-atom form of RFC 5322 section 3.4.1 with a domain of at least two labels, international
 * ones (RFC 6531) included. The at sign may also be percent-encoded, escaped as in JSON, or full width.
 *
 * <p>{@code = / ? & { | } `}, legal in a local part, are taken for what they nearly always are next to an address: not
 * part of it.
 */
final class Email {

    private static final String LOCAL_SPECIALS = ".!#$%'*+^_~-";

    private Email() {}

    /** Length of an at sign in any of its forms at this index, or 0. */
    static int atSign(CharSequence text, int index) {
        return switch (text.charAt(index)) {
            case '@', '\uFF20' -> 1;
            case '%' -> startsWith(text, index, "%40") ? 3 : 0;
            case '\\' -> startsWith(text, index, "\\u0040") ? 6 : 0;
            default -> 0;
        };
    }

    private static boolean startsWith(CharSequence text, int index, String prefix) {
        if (index + prefix.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text.charAt(index + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Start of the local part that ends before the at sign at {@code at}; {@code at} if there is none.
     *
     * @param from where to stop looking, so that many at signs in a row do not take quadratic time
     */
    static int localStart(CharSequence text, int from, int at) {
        int start = at;
        while (start > from && isLocal(text.charAt(start - 1))) {
            start--;
        }
        int first = start;
        while (first < at && !Chars.isWordChar(text.charAt(first)) && text.charAt(first) != '_') {
            first++;
        }
        if (first == at) {
            return start;
        }
        return first == start ? afterEscape(text, first, at) : first;
    }

    private static boolean isLocal(char c) {
        return Chars.isWordChar(c) || LOCAL_SPECIALS.indexOf(c) >= 0;
    }

    /** A text is often itself JSON: the n of {@code \nann@example.org} is no part of the address. */
    private static int afterEscape(CharSequence text, int start, int at) {
        if (!Chars.isEscaped(text, start)) {
            return start;
        }
        return Math.min(at, start + (text.charAt(start) == 'u' ? 5 : 1));
    }

    /** End of the domain that starts at this index, or -1 if there is none. */
    static int domainEnd(CharSequence text, int start) {
        int end = -1;
        int label = start;
        while (true) {
            int labelEnd = labelEnd(text, label);
            if (labelEnd == label) {
                return end;
            }
            if (label > start) {
                int tld = topLevelEnd(text, label, labelEnd);
                end = tld > 0 ? tld : end;
            }
            if (labelEnd + 1 >= text.length() || text.charAt(labelEnd) != '.') {
                return end;
            }
            label = labelEnd + 1;
        }
    }

    private static int labelEnd(CharSequence text, int start) {
        int end = start;
        while (end < text.length() && isLabel(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLabel(char c) {
        return Chars.isWordChar(c) || c == '-' || c == '_';
    }

    /** A top-level domain starts with a letter and has at least two characters; {@code xn--} may hold dashes. */
    private static int topLevelEnd(CharSequence text, int start, int labelEnd) {
        if (Chars.digit(text.charAt(start)) >= 0) {
            return -1;
        }
        if (startsWith(text, start, "xn--")) {
            return labelEnd;
        }
        int end = start;
        while (end < labelEnd && Chars.isWordChar(text.charAt(end))) {
            end++;
        }
        return end - start >= 2 ? end : -1;
    }
}
