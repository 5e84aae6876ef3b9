/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.agent.message.Envelope.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {

    private static Envelope read(String json) {
        return EnvelopeReader.read(json.getBytes(UTF_8)).orElseThrow();
    }

    private static String splice(String json, java.util.function.Function<Envelope, Span> which, String with) {
        return new String(
                new Splice(json.getBytes(UTF_8))
                        .put(which.apply(read(json)), with.getBytes(UTF_8))
                        .toBytes(),
                UTF_8);
    }

    @Test
    void tellsWhatAMessageIs() {
        assertThat(read("{\"id\":1,\"method\":\"a\"}").kind()).isEqualTo(Kind.REQUEST);
        assertThat(read("{\"method\":\"a\"}").kind()).isEqualTo(Kind.NOTIFICATION);
        assertThat(read("{\"id\":1,\"result\":{}}").kind()).isEqualTo(Kind.RESPONSE);
        assertThat(read("{\"id\":\"x\",\"error\":{\"code\":1}}").kind()).isEqualTo(Kind.RESPONSE);
        assertThat(read("{\"id\":1,\"method\":\"a\",\"params\":{\"uri\":\"u\"}}")
                        .name())
                .isEqualTo("u");
    }

    @Test
    void aTextAndANumberAreDifferentAndEscapesAreNot() {
        assertThat(read("{\"id\":\"1\",\"method\":\"a\"}").id().key())
                .isNotEqualTo(read("{\"id\":1,\"method\":\"a\"}").id().key());
        assertThat(read("{\"id\":\"\\u0041\",\"method\":\"a\"}").id().key())
                .isEqualTo(read("{\"id\":\"A\",\"method\":\"a\"}").id().key());
    }

    @Test
    void replacesTheMessagesOwnIdAndNothingThatLooksLikeIt() {
        // Given: ids deeper inside, a number that has no double, and odd spacing
        String json =
                "{ \"params\" : {\"id\":7,\"arguments\":{\"id\":7,\"x\":1e400,\"y\":9007199254740993.10}, \"s\":\"\\\"id\\\":7\"},"
                        + "\t\"id\" :  7 ,\"method\":\"a\"}";

        // Then
        assertThat(splice(json, Envelope::id, "12")).isEqualTo(json.replace("\"id\" :  7 ", "\"id\" :  12 "));
    }

    @Test
    void findsAMemberWhoseNameIsEscaped() {
        assertThat(splice("{\"\\u0069d\":\"a\\\"b\",\"method\":\"m\"}", Envelope::id, "3"))
                .isEqualTo("{\"\\u0069d\":3,\"method\":\"m\"}");
    }

    @Test
    void replacesTokensOnlyWhereTheyHaveAMeaning() {
        // Given
        String call =
                "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":\"t\",\"k\":{\"progressToken\":1}},"
                        + "\"arguments\":{\"_meta\":{\"progressToken\":\"t\"},\"progressToken\":\"t\"}}}";
        String progress = "{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":4,\"progress\":4}}";
        String cancelled = "{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"é\",\"reason\":\"é\"}}";

        // Then
        assertThat(splice(call, Envelope::progressToken, "9"))
                .isEqualTo(call.replaceFirst("\"progressToken\":\"t\"", "\"progressToken\":9"));
        assertThat(splice(progress, Envelope::notifiedToken, "\"x\""))
                .isEqualTo(progress.replace("\"progressToken\":4", "\"progressToken\":\"x\""));
        assertThat(splice(cancelled, Envelope::requestId, "5"))
                .isEqualTo(cancelled.replace("\"requestId\":\"é\"", "\"requestId\":5"));
    }

    @Test
    void findsASubscriptionInParamsAndInAResult() {
        // Given
        String id =
                "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":3,\"io.modelcontextprotocol/related-task\":{\"taskId\":3}}";
        String change = "{\"method\":\"notifications/tools/list_changed\",\"params\":{" + id + "}}";
        String end = "{\"id\":3,\"result\":{" + id + "}}";

        // Then
        assertThat(splice(change, Envelope::subscriptionId, "\"a\""))
                .isEqualTo(change.replace("Id\":3,", "Id\":\"a\","));
        assertThat(splice(end, Envelope::subscriptionId, "\"a\"")).isEqualTo(end.replace("Id\":3,", "Id\":\"a\","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "3",
                "[]",
                "[{\"id\":1,\"method\":\"a\"}]",
                "{}",
                "{\"id\":1}",
                "{\"id\":1,\"method\":\"a\",\"result\":{}}",
                "{\"result\":{}}",
                "{\"id\":1,\"id\":2,\"method\":\"a\"}",
                "{\"id\":1,\"method\":\"a\"} {}",
                "{\"id\":1,\"method\":\"a\"",
                "{\"id\":1,\"method\":3}",
            })
    void refusesWhatIsNoMessage(String text) {
        assertThat(EnvelopeReader.read(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void refusesWhatIsNotUtf8() {
        // Given: a lead byte without its continuation; and half a surrogate pair as bytes
        byte[] cut = "{\"method\":\"a?\"}".getBytes(UTF_8);
        cut[12] = (byte) 0xC3;
        byte[] surrogate = "{\"method\":\"a???\"}".getBytes(UTF_8);
        surrogate[12] = (byte) 0xED;
        surrogate[13] = (byte) 0xA0;
        surrogate[14] = (byte) 0x80;

        // Then
        assertThat(EnvelopeReader.read(cut)).isEmpty();
        assertThat(EnvelopeReader.read(surrogate)).isEmpty();
    }

    @Test
    void aLineHasNoLineEnds() {
        // Given
        String json = "{\r\n  \"method\": \"a\\nb\",\n  \"params\": {}\n}\n";

        // Then
        assertThat(new String(OneLine.of(json.getBytes(UTF_8)), UTF_8))
                .isEqualTo("{  \"method\": \"a\\nb\",  \"params\": {}}");
        byte[] already = "{}".getBytes(UTF_8);
        assertThat(OneLine.of(already)).isSameAs(already);
    }
}
