/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/**
 * International bank account numbers (ISO 13616-1): a country of the SWIFT registry, its length, and the check digits
 * by ISO/IEC 7064 MOD 97-10. Upper or lower case; single spaces or dashes may stand between the characters.
 */
final class Iban {

    /** SWIFT IBAN registry, release 99: country code and length. */
    private static final String REGISTRY =
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 "
                    + "DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
                    + "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 "
                    + "MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
                    + "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static final byte[] LENGTHS = lengths();

    private Iban() {}

    private static byte[] lengths() {
        byte[] lengths = new byte[26 * 26];
        for (int i = 0; i < REGISTRY.length(); i += 5) {
            int country = (REGISTRY.charAt(i) - 'A') * 26 + REGISTRY.charAt(i + 1) - 'A';
            lengths[country] = (byte) Integer.parseInt(REGISTRY, i + 2, i + 4, 10);
        }
        return lengths;
    }

    /** End of the number whose country code starts at this index, or -1 if there is none. */
    static int end(CharSequence text, int start) {
        if (start < 0 || start + 4 > text.length() || !Chars.startsWord(text, start)) {
            return -1;
        }
        char first = text.charAt(start);
        char second = text.charAt(start + 1);
        if (!Chars.isAsciiLetter(first) || !Chars.isAsciiLetter(second)) {
            return -1;
        }
        int length = LENGTHS[value(first, 'A') * 26 + value(second, 'A')];
        return length == 0 ? -1 : checkedEnd(text, start, length);
    }

    /** The check moves country and check digits behind the rest, and wants 1 modulo 97. */
    private static int checkedEnd(CharSequence text, int start, int length) {
        int index = start + 4;
        int remainder = 0;
        for (int read = 4; read < length; read++) {
            if (index < text.length() && Chars.isGroupSeparator(text.charAt(index))) {
                index++;
            }
            if (index >= text.length() || !Chars.isAsciiAlphanumeric(text.charAt(index))) {
                return -1;
            }
            remainder = append(remainder, text.charAt(index++));
        }
        if (index < text.length() && Chars.isAsciiAlphanumeric(text.charAt(index))) {
            return -1;
        }
        for (int i = start; i < start + 4; i++) {
            if (i >= start + 2 && !Chars.isAsciiDigit(text.charAt(i))) {
                return -1;
            }
            remainder = append(remainder, text.charAt(i));
        }
        return remainder == 1 ? index : -1;
    }

    private static int append(int remainder, char c) {
        return Chars.isAsciiDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + value(c, 'A') + 10) % 97;
    }

    /** 0 to 25 for a letter of either case. */
    private static int value(char letter, char base) {
        return (letter & ~0x20) - base;
    }
}
