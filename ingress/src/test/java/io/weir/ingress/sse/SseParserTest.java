/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseParserTest {
    @SuppressWarnings("StringConcatToTextBlock") // Its line ends are the point.
    private static final String STREAM = "\uFEFF: hello\r\nid: 1\r\nretry: 250\r\ndata:\r\n\r\n"
            + "event: message\ndata: {\"a\":\ndata: \"ü\"}\nid: 2\n\n"
            + "data:no space\rdata: \rdata\r\revent: endpoint\ndata: /other\n\n"
            + "unknown: x\nretry: soon\ndata: last\n\ndata: never dispatched\n";

    private static final List<String> EVENTS =
            List.of("message={\"a\":\n\"ü\"}", "message=no space\n\n", "endpoint=/other", "message=last");

    private final List<String> events = new ArrayList<>();
    private final SseParser parser =
            new SseParser(64, (type, data) -> events.add(type + "=" + new String(data, StandardCharsets.UTF_8)));

    @Test
    void readsTheFormsThatTheStandardAllows() throws Exception {
        parser.feed(utf8(STREAM));

        assertThat(events).isEqualTo(EVENTS);
        assertThat(parser.lastEventId()).isEqualTo("2");
        assertThat(parser.retryMillis()).hasValue(250);
    }

    @Test
    void anySplitGivesTheSameEvents() throws Exception {
        Random random = new Random(7);
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            // Given
            List<String> seen = new ArrayList<>();
            SseParser split =
                    new SseParser(64, (type, data) -> seen.add(type + "=" + new String(data, StandardCharsets.UTF_8)));

            // When
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(1 + random.nextInt(9), bytes.length - at);
                split.feed(ByteBuffer.wrap(bytes, at, count));
                at += count;
            }

            // Then
            assertThat(seen).as("round %d", round).isEqualTo(EVENTS);
        }
    }

    @Test
    void anEventWithoutDataOnlySetsTheId() throws Exception {
        parser.feed(utf8("id: primed\n\n"));

        assertThat(events).isEmpty();
        assertThat(parser.lastEventId()).isEqualTo("primed");
    }

    @Test
    void anIdWithoutItsEventDoesNotCount() throws Exception {
        parser.feed(utf8("id: 1\ndata: x\n\nid: 2\ndata: cut off"));

        assertThat(parser.lastEventId()).isEqualTo("1");
    }

    @Test
    void lengthIsBoundedInOneLineAndOverSeveral() {
        assertThatExceptionOfType(SseParser.TooLongException.class)
                .isThrownBy(() -> parser.feed(utf8("data: " + "x".repeat(200))));
        SseParser other = new SseParser(64, (type, data) -> {});
        assertThatExceptionOfType(SseParser.TooLongException.class)
                .isThrownBy(() -> other.feed(utf8("data: 0123456789\n".repeat(20))));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
