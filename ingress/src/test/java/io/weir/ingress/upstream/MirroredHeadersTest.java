/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ingress.upstream.MirroredHeaders.Param;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirroredHeadersTest {

    /** The examples of MCP 2026-07-28, "Value Encoding". */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "us-west1|us-west1",
                "Hello, 世界|=?base64?SGVsbG8sIOS4lueVjA==?=",
                " padded |=?base64?IHBhZGRlZCA=?=",
                "=?base64?literal?=|=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="
            })
    void textIsEncodedAsTheSpecificationSays(String text, String value) {
        assertThat(HeaderText.encode(text)).isEqualTo(value);
        assertThat(HeaderText.decode(value)).hasValue(text);
    }

    @Test
    void aLineBreakIsEncoded() {
        assertThat(HeaderText.encode("line1\nline2")).isEqualTo("=?base64?bGluZTEKbGluZTI=?=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"caf\u00e9", "a\nb", "=?base64?not base64?=", "=?base64?/w==?="})
    void whatIsNoValidValueHasNoText(String value) {
        assertThat(HeaderText.decode(value)).isEmpty();
    }

    @Test
    void headersStayWhereTheBodyDoes() {
        MirroredHeaders headers = headers(new Param("Mcp-Param-X", "anything"));
        assertThat(headers.following(utf8("{\"a\":1}"), utf8("{\"a\":1}"))).isSameAs(headers);
    }

    @Test
    void headersFollowTheArgumentsThatWereMasked() {
        // Given
        MirroredHeaders headers = headers(
                new Param("Mcp-Param-To", "a@b.example"),
                new Param("Mcp-Param-Region", "west"),
                new Param("Mcp-Param-Count", "42"),
                new Param("Mcp-Param-Name", "=?base64?w6Q=?="));
        byte[] before = utf8("{\"to\":\"a@b.example\",\"region\":\"west\",\"count\":42,\"name\":\"\\u00e4\"}");
        byte[] after = utf8("{\"to\":\"[EMAIL]\",\"region\":\"west\",\"count\":0,\"name\":\"ö\"}");

        // When
        MirroredHeaders following = headers.following(before, after);

        // Then
        assertThat(following.params())
                .containsExactly(
                        new Param("Mcp-Param-To", "[EMAIL]"),
                        new Param("Mcp-Param-Region", "west"),
                        new Param("Mcp-Param-Count", "0"),
                        new Param("Mcp-Param-Name", "=?base64?w7Y=?="));
    }

    @Test
    void aHeaderOfNoKnownArgumentDoesNotTravelWithAMaskedBody() {
        MirroredHeaders headers = headers(new Param("Mcp-Param-Hidden", "a@b.example"));
        assertThat(headers.following(utf8("{\"a\":\"x\"}"), utf8("{\"a\":\"y\"}"))
                        .params())
                .isEmpty();
    }

    private static MirroredHeaders headers(Param... params) {
        return new MirroredHeaders("tools/call", "t", List.of(params));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
