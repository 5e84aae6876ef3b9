/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.sse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFrameTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "{\n  \"a\": 1\n}", "{\r\n\"a\":\r1}", "{\"a\":\"x\\ny\"}\n"})
    void whatIsFramedIsReadBackAsTheSameJson(String json) throws Exception {
        // Given
        List<byte[]> read = new ArrayList<>();
        SseParser parser = new SseParser(1024, (type, data) -> read.add(data));

        // When
        parser.feed(SseFrame.message(json.getBytes(StandardCharsets.UTF_8), ""));

        // Then
        ObjectMapper mapper = new ObjectMapper();
        assertThat(read).hasSize(1);
        assertThat(mapper.readTree(read.get(0))).isEqualTo(mapper.readTree(json));
    }

    @Test
    void aKeepaliveIsNoEvent() throws Exception {
        // Given
        List<byte[]> read = new ArrayList<>();
        SseParser parser = new SseParser(1024, (type, data) -> read.add(data));

        // When
        ByteBuffer first = SseFrame.keepalive();
        parser.feed(first);
        parser.feed(SseFrame.keepalive());

        // Then
        assertThat(read).isEmpty();
        assertThat(first.hasRemaining()).isFalse();
    }
}
