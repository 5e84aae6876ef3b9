/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.org | [EMAIL]",
                "Write to ann@example.org. Now. | Write to [EMAIL]. Now.",
                "<ann.lee+tag@mail.example.co.uk> | <[EMAIL]>",
                "mailto:o'brien@example.org?subject=x | mailto:[EMAIL]?subject=x",
                "?email=ann@example.org&x=1 | ?email=[EMAIL]&x=1",
                "'ann@example.org' | '[EMAIL]'",
                "**ann@example.org** | **[EMAIL]**",
                "ann%40example.org | [EMAIL]",
                "ann\\u0040example.org | [EMAIL]",
                "line\\nann@example.org | line\\n[EMAIL]",
                "ann＠example.org | [EMAIL]",
                "jörg@exämple.de | [EMAIL]",
                "邮箱ann@example.org。 | 邮箱[EMAIL]。",
                "a@b.co,c@d.co | [EMAIL],[EMAIL]",
                "a@b.co@d.co | [EMAIL]",
                "x_com#EXT#@tenant.example.com | [EMAIL]",
                "ann@example.org-draft | [EMAIL]-draft",
                "ann@xn--bcher-kva.xn--p1ai | [EMAIL]",
            })
    void masksAddressesAndNothingElse(String text, String masked) {
        // When
        String result = Texts.mask(text, BuiltIn.EMAIL);

        // Then
        assertThat(result).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no at sign",
                "@handle",
                "a @ b.co",
                "user@localhost",
                "lodash@4.17.21",
                "@scope/package@1.2.3",
                "100% of 40",
                "50%40",
                "\\u0041",
                "@@@@",
                "ann@",
                "ann@.org",
                "ann@example.",
            })
    void leavesAloneWhatIsNoAddress(String text) {
        // When
        String result = Texts.mask(text, BuiltIn.EMAIL);

        // Then
        assertThat(result).isSameAs(text);
    }

    @Test
    void takesLinearTimeForManyAtSigns() {
        // Given
        String text = "a@".repeat(200_000) + "b@example.org";

        // When
        String result = Texts.mask(text, BuiltIn.EMAIL);

        // Then
        assertThat(result).endsWith("a@[EMAIL]");
    }
}
