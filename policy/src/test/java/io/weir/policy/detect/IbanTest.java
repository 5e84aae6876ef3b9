/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbanTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89370400440532013000",
                "GB82WEST12345698765432",
                "gb82west12345698765432",
                "GB82 WEST 1234 5698 7654 32",
                "GB82-WEST-1234-5698-7654-32",
                "FR1420041010050500013M02606",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S",
                "RU0204452560040702810412345678901",
            })
    void masksNumbersOfTheRegistry(String iban) {
        // When
        String inText = Texts.mask("Pay to " + iban + ", please", BuiltIn.IBAN, BuiltIn.CREDIT_CARD);
        String followed = Texts.mask("{\"a\":\"x\\n" + iban + " and more\"}", BuiltIn.IBAN);

        // Then
        assertThat(inText).isEqualTo("Pay to [IBAN], please");
        assertThat(followed).isEqualTo("{\"a\":\"x\\n[IBAN] and more\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89370400440532013001", // check digits
                "DE8937040044053201300", // too short
                "DE893704004405320130000", // too long
                "ZZ89370400440532013000", // no such country
                "XDE89370400440532013000", // within a word
                "AB12",
                "Room GB82",
            })
    void leavesAloneWhatIsNone(String text) {
        // When
        String result = Texts.mask(text, BuiltIn.IBAN);

        // Then
        assertThat(result).isSameAs(text);
    }
}
