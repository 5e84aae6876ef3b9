/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditCardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4222222222222",
                "5555555555554444",
                "2223003122003222",
                "378282246310005",
                "30569309025904",
                "6011111111111117",
                "3530111333300000",
                "6200000000000005",
                "6759649826438453",
                "630427373398",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "3782 822463 10005",
                "4111\u00A01111\u00A01111\u00A01111",
                "4111\u20111111\u20111111\u20111111",
                "\uFF14\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11\uFF11",
            })
    void masksNumbersOfIssuers(String number) {
        // When
        String alone = Texts.mask(number, BuiltIn.CREDIT_CARD);
        String inText = Texts.mask("Card " + number + ", thanks", BuiltIn.CREDIT_CARD);

        // Then
        assertThat(alone).isEqualTo("[CREDIT_CARD]");
        assertThat(inText).isEqualTo("Card [CREDIT_CARD], thanks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "order 12 4111111111111111 | order 12 [CREDIT_CARD]",
                "4111 1111 1111 1111 123 | [CREDIT_CARD] 123",
                "4111111111111111. | [CREDIT_CARD].",
                "卡号4111111111111111是 | 卡号[CREDIT_CARD]是",
                "no\\n4111111111111111\\n | no\\n[CREDIT_CARD]\\n",
                "card_4111111111111111 | card_[CREDIT_CARD]",
                "4111111111111111,5555555555554444 | [CREDIT_CARD],[CREDIT_CARD]",
            })
    void findsThemBetweenOtherThings(String text, String masked) {
        // When
        String result = Texts.mask(text, BuiltIn.CREDIT_CARD);

        // Then
        assertThat(result).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112", // check digit
                "9111111111111111", // no issuer
                "41111111111111", // Visa has no 14 digits
                "411111111111111111111111", // too long
                "0.4111111111111111", // a fraction
                "a4111111111111111b", // within a word, such as a hash
                "41 11 11 11 11 11 11 11", // no one groups like this
                "1763825341000", // a time in milliseconds
                "+49 30 901820 555123",
                "550e8400-e29b-41d4-a716-446655440000",
            })
    void leavesAloneWhatIsNoCard(String text) {
        // When
        String result = Texts.mask(text, BuiltIn.CREDIT_CARD);

        // Then
        assertThat(result).isSameAs(text);
    }
}
