/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.json.CanonicalJsonException;
import io.weir.json.Digests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDefinitionsTest {

    private static final String TOOL =
            "{\"name\":\"t\",\"title\":\"T\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\","
                    + "\"properties\":{\"n\":{\"maximum\":10}}},\"annotations\":{\"readOnlyHint\":true}}";

    @Test
    void isTheDigestOfTheCanonicalDefinition() {
        // When
        Map<String, String> digests = ToolDefinitions.digests(page(TOOL));

        // Then
        assertThat(digests).containsOnlyKeys("t");
        assertThat(digests.get("t"))
                .isEqualTo(Digests.sha256Hex(
                        ("{\"annotations\":{\"readOnlyHint\":true},\"description\":\"d\",\"inputSchema\":"
                                        + "{\"properties\":{\"n\":{\"maximum\":10}},\"type\":\"object\"},\"name\":\"t\",\"title\":\"T\"}")
                                .getBytes(UTF_8)));
    }

    @Test
    void staysTheSameHoweverItIsWritten() {
        // Given
        String other =
                "{ \"annotations\":{\"readOnlyHint\":true}, \"_meta\":{\"a\":1}, \"description\":\"\\u0064\",\"inputSchema\":"
                        + "{\"properties\":{\"n\":{\"maximum\":1.0e1}},\"type\":\"object\"},\"title\":\"T\",\"name\":\"t\" }";

        // Then
        assertThat(ToolDefinitions.digests(page(other))).isEqualTo(ToolDefinitions.digests(page(TOOL)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"d\" | \"D\"",
                "\"T\" | \"U\"",
                "true | false",
                "\"maximum\":10 | \"maximum\":11",
                "\"maximum\":10 | \"maximum\":\"10\"",
                "\"n\":{ | \"_meta\":{",
                "\"annotations\" | \"outputSchema\"",
                "\"title\":\"T\" | \"title\":\"T\",\"future\":null",
            })
    void changesWithEveryPartOfTheDefinition(String part, String other) {
        // Given
        String changed = TOOL.replace(part, other);

        // Then
        assertThat(changed).isNotEqualTo(TOOL);
        assertThat(ToolDefinitions.digests(page(changed))).isNotEqualTo(ToolDefinitions.digests(page(TOOL)));
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740992, 9007199254740993",
        "9007199254740993, 9007199254740994",
        "0.1000000000000000055, 0.1",
        "1e400, 1e401",
        "1e999999999, 2e999999999",
        "-9007199254740993, 9007199254740993",
    })
    @Timeout(10)
    void tellsNumbersApartThatNoDoubleHolds(String one, String other) {
        // Given
        String tool = "{\"name\":\"t\",\"inputSchema\":{\"const\":%s}}";

        // Then
        assertThat(ToolDefinitions.digests(page(tool.formatted(one))))
                .isEqualTo(ToolDefinitions.digests(page(" " + tool.formatted(one))))
                .isNotEqualTo(ToolDefinitions.digests(page(tool.formatted(other))));
    }

    @Test
    void takesTheSameNumberHoweverItIsWritten() {
        assertThat(ToolDefinitions.digests(page("{\"name\":\"t\",\"x\":9007199254740993}")))
                .isEqualTo(ToolDefinitions.digests(page("{\"name\":\"t\",\"x\":9007199254740993.0}")));
    }

    @Test
    void survivesHalfASurrogatePair() {
        assertThat(ToolDefinitions.digests(page("{\"name\":\"t\",\"x\":\"\\ud800\"}")))
                .isNotEqualTo(ToolDefinitions.digests(page("{\"name\":\"t\",\"x\":\"\\ud801\"}")));
    }

    @Test
    void readsSeveralPagesAndHidesNoDefinitionBehindAnother() {
        // Given
        String other = TOOL.replace("\"d\"", "\"D\"");

        // When
        Map<String, String> pages =
                ToolDefinitions.digests(List.of(page("{\"name\":\"a\"}"), page("{\"name\":\"b\"}," + TOOL)));
        Map<String, String> twice = ToolDefinitions.digests(List.of(page(TOOL), page(other)));

        // Then
        assertThat(pages).containsOnlyKeys("a", "b", "t").containsAllEntriesOf(ToolDefinitions.digests(page(TOOL)));
        assertThat(twice.get("t"))
                .isNotEqualTo(ToolDefinitions.digests(page(TOOL)).get("t"))
                .isNotEqualTo(ToolDefinitions.digests(page(other)).get("t"))
                .isNotEqualTo(ToolDefinitions.digests(List.of(page(other), page(TOOL)))
                        .get("t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":1}}",
                "{\"result\":{}}",
                "{\"result\":{\"tools\":{}}}",
                "{\"result\":{\"tools\":[1,null,\"t\",{},{\"name\":1}]}}",
                "[]"
            })
    void findsNoneWhereThereIsNone(String page) {
        assertThat(ToolDefinitions.digests(page.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void refusesWhatTwoReadersCouldReadDifferently() {
        assertThatExceptionOfType(CanonicalJsonException.class)
                .isThrownBy(() -> ToolDefinitions.digests(page("{\"name\":\"a\",\"name\":\"b\"}")));
    }

    private static byte[] page(String tools) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[" + tools + "],\"nextCursor\":\"c\"}}")
                .getBytes(UTF_8);
    }
}
