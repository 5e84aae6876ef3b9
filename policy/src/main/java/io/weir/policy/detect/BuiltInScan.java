/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/**
 * One pass over a text for all built-in entities: it stops only at what can belong to one (an at sign, a run of
 * digits), and lets the detector of that entity look.
 */
final class BuiltInScan {

    private static final int FIRST_NON_ASCII = 0x80;
    private static final boolean[] TRIGGERS = triggers();

    private final CharSequence text;
    private final long wanted;
    private final Matches matches;
    private int index;
    private int afterLastAt;

    private BuiltInScan(CharSequence text, long wanted, Matches matches) {
        this.text = text;
        this.wanted = wanted;
        this.matches = matches;
    }

    private static boolean[] triggers() {
        boolean[] triggers = new boolean[FIRST_NON_ASCII];
        for (char c : "0123456789@%\\".toCharArray()) {
            triggers[c] = true;
        }
        return triggers;
    }

    /** True if the pass may find something; makes no object. */
    static boolean hasTrigger(char[] chars, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (isTrigger(chars[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTrigger(char c) {
        return c < FIRST_NON_ASCII ? TRIGGERS[c] : Character.isDigit(c) || c == '\uFF20';
    }

    /**
     * Finds the built-in entities of a text.
     *
     * @param wanted bits of {@link BuiltIn#bit()}
     */
    static void scan(CharSequence text, long wanted, Matches matches) {
        new BuiltInScan(text, wanted, matches).scan();
    }

    private void scan() {
        while (index < text.length()) {
            char c = text.charAt(index);
            if (!isTrigger(c)) {
                index++;
            } else if (Chars.digit(c) >= 0) {
                digits();
            } else {
                atSign();
            }
        }
    }

    private void digits() {
        int start = index;
        int end = -1;
        if (wants(BuiltIn.IBAN)) {
            end = Iban.end(text, start - 2);
            if (end > 0) {
                matches.add(start - 2, end, BuiltIn.IBAN.detector());
            }
        }
        if (end < 0 && wants(BuiltIn.CREDIT_CARD)) {
            end = CreditCard.end(text, start);
            if (end > 0) {
                matches.add(start, end, BuiltIn.CREDIT_CARD.detector());
            }
        }
        index = end > 0 ? end : start + 1;
        while (index < text.length() && Chars.digit(text.charAt(index)) >= 0) {
            index++;
        }
    }

    private void atSign() {
        int length = Email.atSign(text, index);
        if (length == 0 || !wants(BuiltIn.EMAIL)) {
            index++;
            return;
        }
        int start = Email.localStart(text, afterLastAt, index);
        int end = start < index ? Email.domainEnd(text, index + length) : -1;
        if (end > 0) {
            matches.add(start, end, BuiltIn.EMAIL.detector());
        }
        // Not to the end of the domain: it may be the local part of the next address.
        index += length;
        afterLastAt = index;
    }

    private boolean wants(BuiltIn entity) {
        return (wanted & entity.bit()) != 0;
    }
}
