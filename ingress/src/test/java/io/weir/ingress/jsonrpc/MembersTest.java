/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"p\":{\"a\":1,\"x\":\"s\",\"b\":2.0}}|{\"p\":{\"a\":1,\"b\":2.0}}",
                "{\"p\":{\"x\":\"s\",\"b\":2}}|{\"p\":{\"b\":2}}",
                "{\"p\":{\"a\":1 , \"x\" : \"s\" }}|{\"p\":{\"a\":1  }}",
                "{\"p\":{\"x\":{\"x\":[1,{}]}}}|{\"p\":{}}",
                "{\"x\":1,\"p\":{\"q\":{\"x\":1},\"x\":12}}|{\"x\":1,\"p\":{\"q\":{\"x\":1}}}",
                "{\"p\":{\"x\":\"a\\\"}{,\",\"ü\":\"ü\"}}|{\"p\":{\"ü\":\"ü\"}}",
                "{\"p\":{\"a\":1}}|{\"p\":{\"a\":1}}",
                "{\"p\":[{\"x\":1}]}|{\"p\":[{\"x\":1}]}",
                "{\"q\":1}|{\"q\":1}",
            })
    void aMemberIsTakenOutAndNothingElse(String json, String without) {
        assertThat(text(Members.without(utf8(json), "p", "x"))).isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"result\" : {\"a\": [1, 2 ]} }|{\"a\": [1, 2 ]}",
                "{\"result\":12345,\"id\":1}|12345",
                "{\"result\":\"s\"}|\"s\"",
                "{\"result\":true}|true",
            })
    void aValueIsReadAsItIsWritten(String json, String value) {
        assertThat(Members.value(utf8(json), "result").map(MembersTest::text)).hasValue(value);
    }

    @Test
    void whatIsNotThereHasNoValue() {
        assertThat(Members.value(utf8("{\"a\":{\"result\":1}}"), "result")).isEqualTo(Optional.empty());
    }

    @Test
    void aMemberIsPutAtTheBeginning() {
        assertThat(text(Members.with(utf8(" { \"a\":1}"), "m", "{}"))).isEqualTo(" {\"m\":{}, \"a\":1}");
        assertThat(text(Members.with(utf8("{ }"), "m", "1"))).isEqualTo("{\"m\":1 }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"p\":{\"id\":2}}|id|{\"id\":7,\"p\":{\"id\":2}}",
                "{\"p\":{\"id\":\"2\" },\"id\":1}|p id|{\"p\":{\"id\":7 },\"id\":1}",
                "{\"p\": {\"x\":[]}}|p id|{\"p\": {\"x\":[]}}",
                "{\"p\":1}|p id|{\"p\":1}",
            })
    void aValueIsReplacedAndNothingElse(String json, String path, String replaced) {
        assertThat(text(Members.replaced(utf8(json), "7", path.split(" ")))).isEqualTo(replaced);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void readsAString() {
        byte[] object = utf8("{\"a\":{\"b\":1,\"c\":\"x\\\"\"}}");
        assertThat(Members.text(object, "a", "c")).hasValue("x\"");
        assertThat(Members.text(object, "a", "b")).isEmpty();
        assertThat(Members.text(object, "a", "c", "d")).isEmpty();
    }
}
