/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.DetectorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a list holds: taking items out leaves the others, and masking does to them what it does without that. */
class HiddenItemsTest {

    private static final Detection DETECTION = DetectorSet.of(List.of()).detection();
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void takesOutAnyItems(long seed) throws Exception {
        Random random = new Random(seed);
        RandomJson values = new RandomJson(random);
        for (int i = 0; i < 500; i++) {
            // Given
            List<String> items = new ArrayList<>();
            Set<Integer> hidden = new TreeSet<>();
            int size = random.nextInt(6);
            for (int item = 0; item < size; item++) {
                items.add(
                        random.nextBoolean()
                                ? "{\"description\":\"to x@y.zz\", \"name\":\"n" + item + "\",\"v\":" + values.value(3)
                                        + "}"
                                : values.value(2));
                if (random.nextBoolean()) {
                    hidden.add(item);
                }
            }
            String space = random.nextBoolean() ? " \n" : "";
            byte[] json = ("{\"result\":{\"a\":[1],\"tools\":[" + space + String.join(space + "," + space, items)
                            + space + "],\"cacheScope\":\"public\",\"z\":[[]]}}")
                    .getBytes(UTF_8);
            ReadMessage read = MessageReader.read(json, "tools/list", DETECTION, -1, false);

            // When
            JsonNode masked = JSON.readTree(read.masked(-1, DETECTION));
            JsonNode shaped = JSON.readTree(read.masked(-1, DETECTION, new Shape(hidden, true)));

            // Then
            ArrayNode tools = (ArrayNode) masked.at("/result/tools");
            assertThat(read.items()).hasSize(size);
            List.copyOf(hidden).stream().sorted((a, b) -> b - a).forEach(tools::remove);
            ((ObjectNode) masked.get("result")).put("cacheScope", "private");
            assertThat(shaped).isEqualTo(masked);
        }
    }
}
