/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    @Test
    void writesTheSampleOfTheRfc() {
        // Given: RFC 8785 section 3.2.2
        String json = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """;

        // When
        String canonical = canonical(json);

        // Then
        assertThat(canonical)
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void sortsKeysByUtf16CodeUnits() {
        // Given: RFC 8785 section 3.2.3
        String json = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """;

        // When
        List<String> values = new ArrayList<>();
        CanonicalJson.parse(CanonicalJson.canonicalize(json.getBytes(UTF_8)))
                .forEach(value -> values.add(value.textValue()));

        // Then
        assertThat(values)
                .containsExactly(
                        "Carriage Return",
                        "One",
                        "Control",
                        "Latin Small Letter O With Diaeresis",
                        "Euro Sign",
                        "Emoji: Grinning Face",
                        "Hebrew Letter Dalet With Dagesh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}",
                " [ ] |[]",
                "{\"b\":{\"d\":1,\"c\":[]},\"a\":[{},2]}|{\"a\":[{},2],\"b\":{\"c\":[],\"d\":1}}",
                "\"\\u007f\\u2028\\/\"|\"\u007f\u2028/\"",
                "\"\\b\\t\\f\\u001F\"|\"\\b\\t\\f\\u001f\"",
                "-0|0",
                "-0.0|0",
                "1.0|1",
                "100e-2|1",
                "12345678901234567890|12345678901234567000"
            })
    void hasOneFormForWhatMeansTheSame(String json, String expected) {
        assertThat(canonical(json)).isEqualTo(expected);
    }

    @Test
    void doesNotDependOnTheOrderInWhichKeysCame() {
        Random random = new Random(42);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add(new String(Character.toChars(random.nextInt(0xd800))) + i);
        }
        byte[] first = CanonicalJson.canonicalize(objectOf(keys));
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(keys, random);
            assertThat(CanonicalJson.canonicalize(objectOf(keys))).isEqualTo(first);
        }
        assertThat(CanonicalJson.canonicalize(first)).as("canonical already").isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"\\u0062\":2}}",
                "1 2",
                "[1,]",
                "{'a':1}",
                "NaN",
                "01",
                "\"\\ud800\"",
                "\"\\ude00\\ud83d\"",
                "{\"\\udc00\":1}",
                "1e400",
                "1e99999999999",
                "\ufeff{}"
            })
    void refusesWhatIsNoInteroperableJson(String json) {
        assertThatThrownBy(() -> canonical(json)).isInstanceOf(CanonicalJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22c0af22", "22eda08022", "22ff22", "22f4908080" + "22", "efbbbf7b7d", "22e282"})
    void refusesInvalidUtf8(String hex) {
        assertThatThrownBy(() -> CanonicalJson.canonicalize(HexFormat.of().parseHex(hex)))
                .isInstanceOf(CanonicalJsonException.class);
    }

    @Test
    void refusesTooManyLevels() {
        assertThat(canonical("[".repeat(500) + "]".repeat(500))).hasSize(1_000);
        assertThatThrownBy(() -> canonical("[".repeat(10_000) + "]".repeat(10_000)))
                .isInstanceOf(CanonicalJsonException.class);
    }

    @Test
    void quotesNothingOfWhatItRefuses() {
        assertThatThrownBy(() -> canonical("{\"token\": s3cr3t}"))
                .isInstanceOf(CanonicalJsonException.class)
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("s3cr3t")
                .hasNoCause();
        assertThatThrownBy(() -> canonical("{\"s3cr3t\": 1, \"s3cr3t\": 2}")).hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "0.1000000000000000055", "1e-400", "333333333.33333329", "1e400"})
    void exactlyRefusesNumbersThatWouldChange(String number) {
        byte[] json = ("{\"amount\":" + number + "}").getBytes(UTF_8);

        assertThatThrownBy(() -> CanonicalJson.canonicalizeExactly(json)).isInstanceOf(CanonicalJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9007199254740992", "0.1", "0.10", "1E3", "5e-324", "1.7976931348623157e308", "-0.0", "1500.00"})
    void exactlyAcceptsNumbersThatKeepTheirValue(String number) {
        byte[] json = ("[" + number + "]").getBytes(UTF_8);

        assertThat(CanonicalJson.canonicalizeExactly(json)).isEqualTo(CanonicalJson.canonicalize(json));
    }

    @Test
    void takesTreesThatWereMadeByHand() {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("d", 2e-3)
                .put("c", 1.5f)
                .put("b", Long.MAX_VALUE)
                .put("a", true)
                .putNull("e");

        assertThat(new String(CanonicalJson.canonicalize(tree), UTF_8))
                .isEqualTo("{\"a\":true,\"b\":9223372036854776000,\"c\":1.5,\"d\":0.002,\"e\":null}");
        assertThatThrownBy(() -> CanonicalJson.canonicalize(tree.put("f", new byte[1])))
                .isInstanceOf(CanonicalJsonException.class);
    }

    private static ObjectNode objectOf(List<String> keys) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        keys.forEach(key -> object.put(key, key.hashCode()));
        return object;
    }

    private static String canonical(String json) {
        return new String(CanonicalJson.canonicalize(json.getBytes(UTF_8)), UTF_8);
    }
}
