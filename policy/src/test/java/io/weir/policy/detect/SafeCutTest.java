/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a text may be cut, masking its parts gives what masking the whole gives. */
class SafeCutTest {
    private static final long ALL = -1;

    private static final List<String> PIECES = List.of(
            "ann@example.org",
            "ann.b@mail.example.co.uk",
            "ann%40example.org",
            "\\u0040example.org",
            "jürgen@müller.example",
            "张三@例子.中国",
            "x@y",
            "@",
            "4111 1111 1111 1111",
            "4111111111111111",
            "5500-0000-0000-0004",
            "３７８２８２２４６３１０００５",
            "6304 0000 0000 0000",
            "GB82 WEST 1234 5698 7654 32",
            "DE89370400440532013000",
            "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
            "m t 8 4",
            "GB",
            "82",
            "12345",
            ".",
            "-",
            "_",
            " ",
            "  ",
            "\n",
            ", ",
            ": ",
            "\\n",
            "\\",
            "\u00A0",
            "\u200B",
            "\u2011",
            "\uD83D\uDE00",
            "漢字",
            "é",
            "the quick brown fox ",
            "in 2024 and ",
            "a1b2c3d4",
            "[EMAIL]",
            "%",
            "%40",
            "(",
            ")",
            "/");

    private final Detection detection = DetectorSet.of(List.of()).detection();

    private String mask(String text) {
        return Masking.mask(text, detection.find(text, ALL), ALL, detection);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            int from = random.nextInt(6) == 0 ? random.nextInt(piece.length()) : 0;
            text.append(piece, from, piece.length());
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noCutChangesWhatIsMasked(long seed) {
        Random random = new Random(seed);
        int cuts = 0;
        for (int i = 0; i < 20_000; i++) {
            // Given
            String text = text(random);
            String whole = mask(text);

            // When
            StringBuilder parts = new StringBuilder();
            int from = 0;
            for (int end = 0; end <= text.length(); end = Math.min(text.length(), end + 1 + random.nextInt(9))) {
                int cut = SafeCut.last(text.substring(from, end), 0);
                if (cut > 0) {
                    parts.append(mask(text.substring(from, from + cut)));
                    from += cut;
                    cuts++;
                }
                if (end == text.length()) {
                    break;
                }
            }
            parts.append(mask(text.substring(from)));

            // Then
            assertThat(parts).as(text).hasToString(whole);
        }
        assertThat(cuts).isGreaterThan(20_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"plain words and more\" | 16",
                "\"write to ann@exam\" | 9",
                "\"write to ann@example.org, and\" | 26",
                "\"pay 4111 1111 \" | 4",
                "\"pay (4111 1111 \" | 5",
                "\"漢字です\" | 4",
                "nothing | 0",
            })
    void cutsWhereItIsSafe(String text, int cut) {
        assertThat(SafeCut.last(text, 0)).isEqualTo(cut);
    }

    @Test
    void aSpaceFarBehindADigitIsACutAgain() {
        // Given
        String text = "in 2024 " + "word ".repeat(20);

        // Then
        assertThat(SafeCut.last(text, 0)).isEqualTo(text.length());
        assertThat(SafeCut.last(text.substring(0, 60), 0)).isEqualTo(3);
    }

    @Test
    void looksOnlyBehindACertainPlace() {
        assertThat(SafeCut.last("one, two", 4)).isEqualTo(5);
        assertThat(SafeCut.last("one, two", 5)).isZero();
    }
}
