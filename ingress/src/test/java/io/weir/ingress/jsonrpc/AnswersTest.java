/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final RequestId ID = RequestId.ofString("a\"b\\");
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void anErrorEchoesTheIdAndQuotesItsText() throws Exception {
        JsonNode error = json.readTree(Answers.error(ID, ErrorCode.BLOCKED, "line\n\"quoted\" é"));

        assertThat(error.path("jsonrpc").asText()).isEqualTo("2.0");
        assertThat(error.path("id").asText()).isEqualTo("a\"b\\");
        assertThat(error.path("error").path("code").asInt()).isEqualTo(-31001);
        assertThat(error.path("error").path("message").asText()).isEqualTo("line\n\"quoted\" é");
    }

    @Test
    void anErrorWithoutAnIdHasIdNull() throws Exception {
        assertThat(json.readTree(Answers.error(RequestId.NULL, -32700, "x"))
                        .get("id")
                        .isNull())
                .isTrue();
    }

    @Test
    void aPendingErrorSaysWhatToWaitForAndHowLong() throws Exception {
        JsonNode data = json.readTree(Answers.pendingError(ID, "wait", "apr_x", 5000))
                .path("error")
                .path("data");

        assertThat(data.path("approvalId").asText()).isEqualTo("apr_x");
        assertThat(data.path("retryAfterMs").asLong()).isEqualTo(5000);
    }

    @Test
    void aToolErrorIsAResult() throws Exception {
        JsonNode result = json.readTree(Answers.toolError(ID, "no", false)).path("result");

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("content").path(0).path("text").asText()).isEqualTo("no");
    }

    @Test
    void progressGoesToWhoeverGaveTheToken() throws Exception {
        JsonNode params = json.readTree(Answers.progress(RequestId.ofInteger("9"), "0.5", "w"))
                .path("params");

        assertThat(params.path("progressToken").asInt()).isEqualTo(9);
        assertThat(params.path("progress").asDouble()).isEqualTo(0.5);
    }
}
