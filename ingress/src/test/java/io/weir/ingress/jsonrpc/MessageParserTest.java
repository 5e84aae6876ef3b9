/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageParserTest {
    private final MessageParser parser = new MessageParser(new ParseLimits(1 << 20, 100, 1_000, 3));

    @Test
    void readsWhatTheRelayNeedsOfARequest() throws Exception {
        // Given
        byte[] payload = utf8(
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"read\",\"arguments\":"
                        + "{\"name\":\"x\"},\"_meta\":{\"progressToken\":\"p\",\"other\":[1]}},\"extra\":{\"a\":[]}}");

        // When
        Message message = parser.parse(payload);

        // Then
        assertThat(message).isInstanceOfSatisfying(Message.Request.class, request -> {
            assertThat(request.id().json()).isEqualTo("7");
            assertThat(request.method()).isEqualTo("tools/call");
            assertThat(request.name()).isEqualTo("read");
            assertThat(request.progressToken().json()).isEqualTo("\"p\"");
            assertThat(request.payload()).isSameAs(payload);
        });
    }

    @Test
    void aUriIsTheNameOfAResourceRequest() throws Exception {
        assertThat(parse(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"bank://a\"}}")
                        .name())
                .isEqualTo("bank://a");
    }

    @Test
    void idsOfDifferentTypesDifferAndEscapesDoNot() throws Exception {
        assertThat(idOf("1")).isNotEqualTo(idOf("\"1\""));
        assertThat(idOf("\"A\"")).isEqualTo(idOf("\"\\u0041\""));
    }

    @Test
    void readsTheRevisionThatAServerAgreesOn() throws Exception {
        Message message =
                parse("{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"result\":{\"capabilities\":{\"protocolVersion\":\"no\"},"
                        + "\"protocolVersion\":\"2025-11-25\"}}");

        assertThat(message)
                .isInstanceOfSatisfying(
                        Message.Response.class,
                        response -> assertThat(response.protocolVersion()).isEqualTo("2025-11-25"));
    }

    @Test
    void cutsABatchIntoTheBytesOfItsMessages() throws Exception {
        // Given
        String first = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        String second = "{ \"jsonrpc\":\"2.0\", \"method\":\"notifications/ü\" }";

        // When
        MessageParser.Body body = parser.parseBody(utf8(" [ " + first + " ,\n" + second + "]"));

        // Then
        assertThat(body.isBatch()).isTrue();
        assertThat(body.messages())
                .extracting(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "nonsense",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"} {}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}]",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"method\":\"a\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"name\":1,\"n\\u0061me\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":[{\"y\":1,\"y\":1}]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",}",
                "{\"jsonrpc\":\"2.0\",\"id\":01,\"method\":\"a\"}",
                "{'jsonrpc':'2.0','id':1,'method':'a'}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":NaN}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":\"\n\"}}",
                "/**/{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}"
            })
    void whatIsNoJsonIsAParseError(String text) {
        assertThat(refusal(utf8(text)).code()).isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"text\"",
                "null",
                "{}",
                "[]",
                "[1]",
                "[[]]",
                "{\"id\":1,\"method\":\"a\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"a\"}",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"a\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"a\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"a\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"a\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"Method\":\"b\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"Name\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"ARGUMENTS\":{}}}"
            })
    void jsonThatIsNoMessageIsAnInvalidRequest(String text) {
        assertThat(refusal(utf8(text)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void depthTokensSizeAndBatchAreBounded() {
        // Given
        String open = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":";
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

        // When, Then
        assertThat(refusal(utf8(open + "[".repeat(10_000) + "]".repeat(10_000) + "}}"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(utf8(open + "[" + "1,".repeat(2_000) + "1]}}")).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(utf8(open + "\"" + "x".repeat(1 << 20) + "\"}}")).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(utf8("[" + ping + "," + ping + "," + ping + "," + ping + "]"))
                        .code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String encoding) {
        byte[] text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}".getBytes(Charset.forName(encoding));

        assertThat(refusal(text).code()).isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertThat(refusal(utf8("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}"))
                        .code())
                .isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @Test
    void aRefusalNeverQuotesTheInput() {
        for (String text : new String[] {"{\"hunter2\" hunter2", "{\"hunter2\":1,\"hunter2\":2}", "hunter2"}) {
            assertThat(refusal(utf8(text))).hasMessageNotContaining("hunter2").hasNoCause();
        }
    }

    @Test
    void aBatchIsNoSingleMessage() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> parse("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]"));
    }

    private RequestId idOf(String id) throws MalformedMessageException {
        return ((Message.Request) parse("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"a\"}")).id();
    }

    private Message parse(String text) throws MalformedMessageException {
        return parser.parse(utf8(text));
    }

    private MalformedMessageException refusal(byte[] text) {
        return catchThrowableOfType(MalformedMessageException.class, () -> parser.parseBody(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
