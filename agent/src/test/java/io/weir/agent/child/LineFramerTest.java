/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramerTest {
    private final List<String> lines = new ArrayList<>();
    private int tooLong;
    private final LineFramer framer = new LineFramer(10, new LineFramer.Listener() {
        @Override
        public void line(byte[] line) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public void tooLong() {
            tooLong++;
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void findsLinesWhateverPiecesTheyComeIn(int piece) {
        // Given: characters of two to four bytes, empty lines, both ends, and lines at the bound and beyond it
        String text = "aé€😀\n\n\r\nb\r\n0123456789\n0123456789\r\n0123456789x\nc\r\n" + "y".repeat(50) + "\nd\nrest";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        // When
        for (int from = 0; from < bytes.length; from += piece) {
            byte[] next = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
            framer.feed(next, next.length);
        }

        // Then: what has no end yet is no line
        assertThat(lines).containsExactly("aé€😀", "b", "0123456789", "0123456789", "c", "d");
        assertThat(tooLong).isEqualTo(2);
    }
}
