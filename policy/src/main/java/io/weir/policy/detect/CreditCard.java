/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/**
 * Payment card numbers (ISO/IEC 7812-1): 12 to 19 digits, an issuer's prefix with a length that it issues, and the
 * Luhn check digit. Digits may stand in groups with a space or dash between them.
 */
final class CreditCard {

    private static final int MIN_DIGITS = 12;
    static final int MAX_DIGITS = 19;
    private static final int MIN_GROUP = 3;

    private CreditCard() {}

    /**
     * End of the card number that starts at this index, where a run of digits starts; -1 if there is none. The longest
     * wins.
     */
    static int end(CharSequence text, int start) {
        if (!startsNumber(text, start)) {
            return -1;
        }
        long digits = 0;
        int count = 0;
        int best = -1;
        int index = start;
        while (true) {
            int groupStart = index;
            for (int d; index < text.length() && (d = Chars.digit(text.charAt(index))) >= 0; index++) {
                if (++count > MAX_DIGITS) {
                    return best;
                }
                // 19 digits may overflow a signed long; they are read back as unsigned.
                digits = digits * 10 + d;
            }
            if (endsNumber(text, index) && isCard(digits, count)) {
                best = index;
            }
            boolean another = index - groupStart >= MIN_GROUP
                    && index + 1 < text.length()
                    && Chars.isGroupSeparator(text.charAt(index))
                    && Chars.digit(text.charAt(index + 1)) >= 0;
            if (!another) {
                return best;
            }
            index++;
        }
    }

    /** Not within a word (a hash, an identifier), and not the fraction of a decimal number. */
    private static boolean startsNumber(CharSequence text, int start) {
        if (!Chars.startsWord(text, start)) {
            return false;
        }
        return start < 2 || text.charAt(start - 1) != '.' || Chars.digit(text.charAt(start - 2)) < 0;
    }

    private static boolean endsNumber(CharSequence text, int end) {
        return end == text.length() || !Chars.isAsciiLetter(text.charAt(end));
    }

    /** True if this number, of {@code count} digits with leading zeros, can be that of a card. */
    static boolean isCard(long digits, int count) {
        return count >= MIN_DIGITS && count <= MAX_DIGITS && hasIssuer(digits, count) && luhn(digits, count);
    }

    /** ISO/IEC 7812-1 annex B. */
    private static boolean luhn(long digits, int count) {
        int sum = 0;
        long rest = digits;
        for (int i = 0; i < count; i++) {
            int d = (int) Long.remainderUnsigned(rest, 10);
            rest = Long.divideUnsigned(rest, 10);
            int doubled = i % 2 == 0 ? d : d * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    private static boolean hasIssuer(long digits, int count) {
        long scaled = digits;
        for (int i = count; i > 6; i--) {
            scaled = Long.divideUnsigned(scaled, 10);
        }
        int prefix6 = (int) scaled;
        int prefix4 = prefix6 / 100;
        return visaOrMastercard(prefix4, count)
                || americanExpressOrDiners(prefix4, count)
                || discoverUnionPayOrJcb(prefix6, count)
                || regional(prefix4, count)
                || maestro(prefix4);
    }

    private static boolean visaOrMastercard(int prefix, int count) {
        if (prefix / 1000 == 4) {
            return count == 13 || count == 16 || count == 18 || count == 19;
        }
        return count == 16 && (between(prefix / 100, 51, 55) || between(prefix, 2221, 2720));
    }

    private static boolean americanExpressOrDiners(int prefix, int count) {
        int two = prefix / 100;
        if (two == 34 || two == 37) {
            return count == 15;
        }
        boolean diners = between(prefix / 10, 300, 305) || prefix == 3095 || two == 36 || two == 38 || two == 39;
        return diners && count >= 14;
    }

    private static boolean discoverUnionPayOrJcb(int prefix6, int count) {
        int prefix = prefix6 / 100;
        if (prefix == 6011 || between(prefix / 10, 644, 659) || prefix / 100 == 62 || prefix / 100 == 81) {
            return count >= 16;
        }
        if (prefix == 2131 || prefix == 1800) {
            return count == 15;
        }
        return prefix / 100 == 35 && count >= 16;
    }

    /** RuPay, Mir, Troy, UkrCard, Verve. */
    private static boolean regional(int prefix, int count) {
        int two = prefix / 100;
        boolean ruPay = two == 60 || two == 82 || prefix / 10 == 508;
        boolean mir = between(prefix, 2200, 2205);
        boolean troyOrVerve = prefix == 9792 || prefix == 5060 || prefix == 5061 || prefix == 5078;
        return count >= 16 && (ruPay || mir || troyOrVerve);
    }

    private static boolean maestro(int prefix) {
        int two = prefix / 100;
        return between(two, 56, 58)
                || prefix == 5018
                || prefix == 5019
                || prefix == 5020
                || prefix == 5038
                || prefix == 5893
                || prefix == 6304
                || prefix == 6390
                || prefix == 6759
                || between(prefix, 6761, 6763)
                || prefix == 604;
    }

    private static boolean between(int value, int first, int last) {
        return value >= first && value <= last;
    }
}
