/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.policy.TestData;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.DetectorSet;
import io.weir.policy.resource.EntityPattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masking never breaks JSON, changes nothing but what was found, and is idempotent. */
class JsonSafetyTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Detection DETECTION = DetectorSet.of(
                    List.of(new EntityPattern("CUSTOMER", "CUST-[0-9]{3}"), new EntityPattern("ANY_E", "e[^a-d]?")))
            .detection();

    @Test
    void masksEveryValidTextOfTheSuiteAndRefusesEveryInvalidOne() throws IOException {
        // Given
        List<Path> texts;
        try (Stream<Path> files = Files.list(TestData.path("json"))) {
            texts = files.sorted().toList();
        }
        assertThat(texts).hasSizeGreaterThan(300);

        for (Path path : texts) {
            byte[] embedded = embed(Files.readAllBytes(path));
            String name = path.getFileName().toString();
            // A name twice is well-formed JSON, but no message that two readers surely understand alike.
            boolean duplicate = name.contains("duplicated_key");

            // Then
            if (name.startsWith("n_") || duplicate) {
                assertThatExceptionOfType(MalformedMessageException.class)
                        .as(name)
                        .isThrownBy(() -> read(embedded));
            } else if (name.startsWith("y_")) {
                assertThat(tryMask(embedded)).as(name).isNotNull();
            } else {
                tryMask(embedded);
            }
        }
    }

    /** Null if it is refused; whatever is accepted must come out well. */
    private static byte[] tryMask(byte[] json) throws IOException {
        try {
            read(json);
        } catch (MalformedMessageException e) {
            return null;
        }
        return maskAndCheck(json);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void masksRandomMessages(long seed) throws IOException {
        // Given
        RandomJson random = new RandomJson(new Random(seed));

        for (int i = 0; i < 500; i++) {
            byte[] json = ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + random.value(5) + "}").getBytes(UTF_8);

            // Then
            maskAndCheck(json);
        }
    }

    private static byte[] maskAndCheck(byte[] json) throws IOException {
        String what = new String(json, UTF_8);
        byte[] once;
        byte[] twice;
        try {
            once = read(json).masked(-1, DETECTION);
            twice = read(once).masked(-1, DETECTION);
        } catch (MalformedMessageException e) {
            throw new AssertionError("refused: " + what, e);
        }
        assertThat(twice).as(what).isEqualTo(once);
        assertSameBut(STRICT.readTree(json), STRICT.readTree(once), what);
        return once;
    }

    /** The same shape; a leaf is either equal, or holds a replacement (0 for a number). */
    private static void assertSameBut(JsonNode before, JsonNode after, String what) {
        assertThat(after.getNodeType()).as(what).isEqualTo(before.getNodeType());
        assertThat(after.size()).as(what).isEqualTo(before.size());
        if (before.isContainerNode()) {
            var left = before.elements();
            var right = after.elements();
            while (left.hasNext()) {
                assertSameBut(left.next(), right.next(), what);
            }
        } else if (!before.equals(after)) {
            String text = after.asText();
            boolean found = !DETECTION.find(before.asText(), -1).isEmpty();
            boolean replaced = after.isNumber() ? text.equals("0") : text.contains("[");
            assertThat(replaced || before.asText().length() >= 4).as(what).isTrue();
            assertThat(found || !replaced || after.isNumber()).as(what).isTrue();
        } else if (before.isTextual()) {
            assertThat(DETECTION.find(before.asText(), -1)).as(what).isEmpty();
        }
    }

    private static ReadMessage read(byte[] json) throws MalformedMessageException {
        return MessageReader.read(json, "tools/call", DETECTION, -1, true);
    }

    private static byte[] embed(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":".getBytes(UTF_8));
        out.writeBytes(json);
        out.writeBytes("}".getBytes(UTF_8));
        return out.toByteArray();
    }
}
