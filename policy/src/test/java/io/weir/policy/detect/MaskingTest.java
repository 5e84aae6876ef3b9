/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.policy.resource.EntityPattern;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "CUSTOMER, CUST-[0-9]{6}, ref CUST-123456 ok, ref [CUSTOMER] ok",
        // Overlaps with the address: one replacement, named after what starts first.
        "LOCAL, [a-z]+@ex, ann@example.org, [EMAIL]",
        "REST, secret.*, ann@example.org secret ann@example.org, [EMAIL] [REST]",
        // The replacement would match again.
        "WORD, [A-Z]+, ABC def, [WORD]",
        "TEN, ^.{10}$, 0123456789, [TEN]",
    })
    void isIdempotentWhateverThePattern(String entity, String regex, String text, String masked) {
        // Given
        Detection detection =
                DetectorSet.of(List.of(new EntityPattern(entity, regex))).detection();

        // When
        String once = mask(text, detection);
        String twice = mask(once, detection);

        // Then
        assertThat(once).isEqualTo(masked);
        assertThat(twice).isEqualTo(masked);
    }

    private static String mask(String text, Detection detection) {
        return Masking.mask(text, detection.find(text, -1), -1, detection);
    }
}
