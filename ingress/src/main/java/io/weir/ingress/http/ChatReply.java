/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.PartialReply;
import io.weir.ingress.exchange.StreamIds;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.upstream.llm.ChatJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The answer to a call of an OpenAI-compatible API: one JSON text, or, where the client asked for it, a stream of chunks. */
final class ChatReply extends HttpEvents implements PartialReply {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final String TAKEN_BACK = "The policy has changed while the answer was streamed; ask again";

    private final boolean streamed;
    private final ShownChunks shown = new ShownChunks();
    private boolean wholeOnly;
    private String blocked;

    /** @param streamed whether the client asked for a stream */
    ChatReply(HttpServerExchange exchange, boolean streamed, long keepAliveMs) {
        super(exchange, keepAliveMs);
        this.streamed = streamed;
    }

    @Override
    public void begin() {
        onIoThread(() -> {
            if (!isOver() && streamed) {
                begin(-1);
                comment();
            }
        });
    }

    @Override
    public void part(byte[] notification) {
        onIoThread(() -> {
            if (!isOver() && streamed && !wholeOnly && blocked == null) {
                Members.value(notification, "params").ifPresent(this::show);
            }
        });
    }

    private void show(byte[] chunk) {
        try {
            shown.add(ChatJson.read(chunk));
            writeData(chunk);
        } catch (IOException e) {
            // No part that the gateway wrote itself; the whole is still to come.
            wholeOnly = true;
        }
    }

    @Override
    public void wholeOnly() {
        onIoThread(() -> wholeOnly = true);
    }

    @Override
    public void partBlocked(String why) {
        onIoThread(() -> blocked = why);
    }

    /** A call that waits for people is answered with a status of its own, if it comes to that; so nothing is begun. */
    @Override
    public void openStream(long offset) {
        // See above.
    }

    @Override
    public void message(byte[] json, long offset) {
        // Progress, say: there is nothing in this API that would tell it.
    }

    @Override
    public void resumableAs(StreamIds ids) {
        // Its streams cannot be resumed.
    }

    @Override
    public void answer(Answer answer, long offset) {
        onIoThread(() -> {
            if (!isOver()) {
                boolean late = blocked != null
                        && Members.value(answer.json(), "result").isPresent();
                answer(
                        late ? Answers.error(RequestId.NULL, ErrorCode.BLOCKED, blocked) : answer.json(),
                        answer.status());
            }
        });
    }

    private void answer(byte[] response, int status) {
        Optional<byte[]> result = Members.value(response, "result");
        if (result.isEmpty()) {
            error(object(Members.value(response, "error").orElseThrow()), status);
        } else if (streamed) {
            rest(object(result.get()));
        } else {
            sendJson(200, result.get());
        }
    }

    private static ObjectNode object(byte[] json) {
        try {
            return ChatJson.read(json);
        } catch (IOException e) {
            // A response that was decided has a result or an error, and it is an object.
            throw new IllegalStateException("A verdict's payload is no response", e);
        }
    }

    private void rest(ObjectNode whole) {
        if (!shown.areOf(whole)) {
            // Parts and whole were decided by different policies.
            error(ChatJson.object().put("code", ErrorCode.BLOCKED).put("message", TAKEN_BACK), 200);
            return;
        }
        for (JsonNode chunk : shown.rest(whole)) {
            writeData(ChatJson.write(chunk));
        }
        writeData(DONE);
        endStream();
    }

    private void error(JsonNode error, int upstreamStatus) {
        byte[] body = OpenAiErrors.body(error, upstreamStatus);
        if (hasStream()) {
            writeData(body);
            endStream();
        } else {
            OpenAiErrors.setHeaders(exchange(), error);
            sendJson(OpenAiErrors.status(error, upstreamStatus), body);
        }
    }
}
