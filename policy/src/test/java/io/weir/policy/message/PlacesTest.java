/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.policy.detect.Detection;
import io.weir.policy.detect.DetectorSet;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where text is in MCP's messages, and where identifiers are. */
class PlacesTest {

    private static final Detection DETECTION = DetectorSet.of(List.of()).detection();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tools/call | {'params':{'name':'n','arguments':{'a':{'b':['x@y.zz']},'id':'x@y.zz','cursor':'x@y.zz'}}}",
                "tools/call | {'result':{'content':[{'type':'text','text':'x@y.zz'}]}}",
                "tools/call | {'result':{'content':[{'type':'resource','resource':{'uri':'u:x@y.zz','text':'x@y.zz'}}]}}",
                "tools/call | {'result':{'content':[{'type':'resource_link','uri':'x@y.zz','name':'x@y.zz','description':'x@y.zz'}]}}",
                "tools/call | {'result':{'structuredContent':{'taskId':'x@y.zz','a':[[{'b':'x@y.zz'}]]},'isError':false}}",
                "prompts/get | {'params':{'name':'n','arguments':{'k':'x@y.zz'}}}",
                "prompts/get | {'result':{'description':'x@y.zz','messages':[{'role':'user','content':{'type':'text','text':'x@y.zz'}}]}}",
                "resources/read | {'result':{'contents':[{'uri':'file:///x@y.zz','text':'x@y.zz'}]}}",
                "completion/complete | {'params':{'argument':{'name':'a','value':'x@y.zz'},'context':{'arguments':{'k':'x@y.zz'}}}}",
                "completion/complete | {'result':{'completion':{'values':['x@y.zz','b']}}}",
                "sampling/createMessage | {'params':{'systemPrompt':'x@y.zz','stopSequences':['x@y.zz'],'metadata':{'a':'x@y.zz'}}}",
                "sampling/createMessage | {'params':{'messages':[{'content':[{'type':'tool_use','name':'t','input':{'id':'x@y.zz'}}]}]}}",
                "sampling/createMessage | {'result':{'content':{'type':'text','text':'x@y.zz'},'model':'x@y.zz'}}",
                "elicitation/create | {'params':{'message':'x@y.zz','requestedSchema':{'properties':{'p':{'title':'x@y.zz','default':'x@y.zz'}}}}}",
                "elicitation/create | {'result':{'action':'accept','content':{'email':'x@y.zz'}}}",
                "tools/list | {'result':{'tools':[{'name':'t','description':'x@y.zz','inputSchema':{'properties':{'p':{'description':'x@y.zz'}}}}]}}",
                "initialize | {'result':{'instructions':'x@y.zz','serverInfo':{'name':'x@y.zz'}}}",
                "notifications/message | {'params':{'level':'info','logger':'x@y.zz','data':{'a':'x@y.zz'}}}",
                "notifications/message | {'params':{'data':'x@y.zz'}}",
                "notifications/progress | {'params':{'progressToken':1,'message':'x@y.zz'}}",
                "notifications/cancelled | {'params':{'requestId':1,'reason':'x@y.zz'}}",
                "notifications/tasks/status | {'params':{'taskId':'t','statusMessage':'x@y.zz'}}",
                "tools/call | {'error':{'code':-1,'message':'x@y.zz','data':{'a':['x@y.zz']}}}",
                "tools/call | {'params':{'_meta':{'example.org/a':'x@y.zz'},'name':'n'}}",
                "tools/call | {'result':{'_meta':{'trace':{'a':'x@y.zz'}}}}",
                "tools/call | {'result':{'taskId':{'not':'x@y.zz'},'nextCursor':['x@y.zz']}}",
                "tools/call | {'result':{'future':'x@y.zz'},'extra':'x@y.zz'}",
                "x/unknown | {'params':{'cursor':'x@y.zz','id':'x@y.zz','any':['x@y.zz']}}",
                "tools/call | {'result':{'structuredContent':{'x@y.zz':{'x@y.zz':1}}}}",
            })
    void masksText(String method, String message) throws MalformedMessageException {
        // When
        String masked = mask(method, message.replace('\'', '"'));

        // Then
        assertThat(masked.replace('"', '\'')).isEqualTo(message.replace("x@y.zz", "[EMAIL]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tools/call | {'jsonrpc':'2.0','id':'x@y.zz','method':'tools/call','params':{'name':'n'}}",
                "tools/list | {'params':{'cursor':'x@y.zz'}}",
                "tools/list | {'result':{'nextCursor':'x@y.zz'}}",
                "tools/call | {'params':{'_meta':{'progressToken':'x@y.zz','io.modelcontextprotocol/a':{'b':['x@y.zz',{'x@y.zz':1}]}}}}",
                "tools/call | {'params':{'requestState':'x@y.zz','taskId':'x@y.zz'}}",
                "tools/call | {'result':{'resultType':'x@y.zz','requestState':'x@y.zz','task':{'taskId':'x@y.zz'}}}",
                "tasks/list | {'result':{'tasks':[{'taskId':'x@y.zz'}]}}",
                "notifications/cancelled | {'params':{'requestId':'x@y.zz'}}",
                "notifications/progress | {'params':{'progressToken':'x@y.zz'}}",
                "notifications/tasks/status | {'params':{'taskId':'x@y.zz'}}",
                "sampling/createMessage | {'params':{'messages':[{'content':[{'type':'tool_use','id':'x@y.zz'},{'type':'tool_result','toolUseId':'x@y.zz'}]}]}}",
            })
    void leavesIdentifiersAlone(String method, String message) throws MalformedMessageException {
        // When
        String masked = mask(method, message.replace('\'', '"'));

        // Then
        assertThat(masked.replace('"', '\'')).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[4111111111111111, -4111111111111111, 4.111111111111111e15, 4111111111111111.0, 41111111111111110e-1] | [0, 0, 0, 0, 0]",
                "[4111111111111112, 1763825341000, 0.4111111111111111, 1e999999999, 1.0E+2] | [4111111111111112, 1763825341000, 0.4111111111111111, 1e999999999, 1.0E+2]",
            })
    void aNumberThatIsACardBecomesZero(String numbers, String masked) throws MalformedMessageException {
        // When
        String result = mask("tools/call", "{\"result\":{\"structuredContent\":" + numbers + "}}");

        // Then
        assertThat(result).isEqualTo("{\"result\":{\"structuredContent\":" + masked + "}}");
    }

    @Test
    void escapesHideNothing() throws MalformedMessageException {
        // Given
        String json =
                "{\"result\":{\"a\":\"\\u0061\\u006en\\u0040example\\u002eorg \\ud83d\\ude00 \\ud800 \\\"q\\\" \\n\","
                        + "\"b\\u0040c.de\":\"\\u00e9\"}}";

        // When
        String masked = mask("tools/call", json);

        // Then
        assertThat(masked)
                .isEqualTo("{\"result\":{\"a\":\"[EMAIL] 😀 \\ud800 \\\"q\\\" \\u000a\",\"[EMAIL]\":\"\\u00e9\"}}");
    }

    @Test
    void namesThatBecomeTheSameAreNumbered() throws MalformedMessageException {
        // When
        String masked =
                mask("tools/call", "{\"result\":{\"a@b.co\":1,\"c@d.co\":2,\"[EMAIL]\":3,\"e\":{\"a@b.co\":4}}}");

        // Then
        assertThat(masked)
                .isEqualTo("{\"result\":{\"[EMAIL]-2\":1,\"[EMAIL]-3\":2,\"[EMAIL]\":3,\"e\":{\"[EMAIL]\":4}}}");
    }

    @Test
    @Timeout(20)
    void masksVeryManyNamesInLinearTime() throws MalformedMessageException {
        // Given
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            members.append("\"a").append(i).append("@b.co\":1,");
        }

        // When
        String masked = mask("tools/call", "{\"result\":{" + members + "\"end\":1}}");

        // Then
        assertThat(masked).contains("\"[EMAIL]\":1", "\"[EMAIL]-50000\":1").doesNotContain("@");
    }

    @Test
    void looksIntoBase64TextAndNotIntoPictures() throws MalformedMessageException {
        // Given
        String text = Base64.getEncoder().encodeToString("Dear ann@example.org,\n…".getBytes(UTF_8));
        String picture = Base64.getEncoder()
                .encodeToString(new byte[] {(byte) 0x89, 'P', 'N', 'G', 'a', '@', 'b', '.', 'c', 'o'});
        String json =
                "{\"result\":{\"contents\":[{\"uri\":\"u\",\"blob\":\"%s\"},{\"blob\":\"%s\"},{\"blob\":\"4111111111111111\"}]}}";

        // When
        String masked = mask("resources/read", json.formatted(text, picture));

        // Then
        String maskedText = Base64.getEncoder().encodeToString("Dear [EMAIL],\n…".getBytes(UTF_8));
        assertThat(masked).isEqualTo(json.formatted(maskedText, picture).replace("4111111111111111", "[CREDIT_CARD]"));
    }

    @Test
    void looksIntoBase64ThatOnlyLenientReadersTake() throws MalformedMessageException {
        // Given
        byte[] text = "Dear ann@example.org, ~~~???>>>".getBytes(UTF_8);
        String lines = Base64.getMimeEncoder(20, new byte[] {'\n'})
                .encodeToString(text)
                .replace("\n", "\\n");
        String url = Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        String json = "{\"result\":{\"contents\":[{\"blob\":\"%s\"},{\"blob\":\"%s\"}]}}";
        String log = "a".repeat(300) + " 4111 1111 1111 1111";

        // When
        String masked = mask("resources/read", json.formatted(lines, url));
        String plain = mask("resources/read", json.formatted(log, "ann@example.org"));

        // Then
        String maskedText = Base64.getEncoder().encodeToString("Dear [EMAIL], ~~~???>>>".getBytes(UTF_8));
        assertThat(url).contains("_").doesNotContain("=");
        assertThat(masked).isEqualTo(json.formatted(maskedText, maskedText));
        assertThat(plain).isEqualTo(json.formatted("a".repeat(300) + " [CREDIT_CARD]", "[EMAIL]"));
    }

    @Test
    void pointsToWhatItFoundWithoutNamingIt() throws MalformedMessageException {
        // Given
        byte[] json = "{\"result\":{\"a/b~c\":[0,{\"x@y.zz\":\"x@y.zz\"}]}}".getBytes(UTF_8);
        Findings findings = new Findings();

        // When
        MessageReader.read(json, "tools/call", DETECTION, -1, false).addFindings("r", -1, DETECTION, findings);

        // Then
        assertThat(findings.all())
                .extracting(f -> f.pointer())
                .containsExactly("/result/a~1b~0c/1/[EMAIL]", "/result/a~1b~0c/1/[EMAIL]");
    }

    @Test
    void countsOnWhereThereAreVeryManyPlaces() throws MalformedMessageException {
        // Given
        byte[] json = ("{\"result\":[" + "\"x@y.zz\",".repeat(5_000) + "1]}").getBytes(UTF_8);
        Findings findings = new Findings();

        // When
        MessageReader.read(json, "tools/call", DETECTION, -1, false).addFindings("r", -1, DETECTION, findings);

        // Then
        assertThat(findings.all()).hasSize(Findings.MAX_PLACES + 1);
        assertThat(findings.all().stream().mapToInt(f -> f.count()).sum()).isEqualTo(5_000);
    }

    private static String mask(String method, String json) throws MalformedMessageException {
        ReadMessage message = MessageReader.read(json.getBytes(UTF_8), method, DETECTION, -1, false);
        return new String(message.masked(-1, DETECTION), UTF_8);
    }
}
