/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The JSON-RPC answers that enforcement itself gives, where no policy decided. A refused tool call is a result with {@code
 * isError} (MCP 2025-11-25, server/tools: errors that the model should see); anything else an error object.
 */
final class JsonRpcAnswers {
    /** Blocked by policy; outside of what JSON-RPC 2.0 and MCP reserve. */
    private static final int BLOCKED = -31001;

    /** From this revision on, every result says of which type it is. */
    private static final String WITH_RESULT_TYPE = "2026-07-28";

    private static final JsonFactory JSON = new JsonFactory();

    private JsonRpcAnswers() {}

    /** The answer for whoever waits for one, or null if nobody does. */
    static byte[] refusal(Intake message, String text) {
        boolean awaited = message.getKind() == MessageKind.REQUEST
                || message.getKind() == MessageKind.CLAIM
                || (message.getKind() == MessageKind.RESPONSE && message.getDirection() == Direction.SERVER_TO_CLIENT);
        return awaited ? answer(message, text) : null;
    }

    /** What takes the place of a response must not look like the tool's own result. */
    private static boolean isToolCall(Intake message) {
        return message.getKind() != MessageKind.RESPONSE
                && message.getDirection() == Direction.CLIENT_TO_SERVER
                && message.getMethod().equals("tools/call");
    }

    /** The message's own id as text: a string with a quote before it, so that {@code "1"} and {@code 1} differ. */
    static Optional<String> id(byte[] message) {
        try (JsonParser parser = JSON.createParser(message)) {
            if (!findId(parser)) {
                return Optional.empty();
            }
            boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
            return Optional.of((text ? "\"" : "") + parser.getText());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] answer(Intake message, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonParser parser = JSON.createParser(Bytes.of(message.getPayload()));
                JsonGenerator answer = JSON.createGenerator(out)) {
            if (!findId(parser)) {
                return null;
            }
            answer.writeStartObject();
            answer.writeStringField("jsonrpc", "2.0");
            answer.writeFieldName("id");
            answer.copyCurrentEventExact(parser);
            if (isToolCall(message)) {
                writeToolResult(answer, text, message.getProtocolVersion());
            } else {
                writeError(answer, text);
            }
            answer.writeEndObject();
        } catch (IOException e) {
            // What is no JSON has no id to answer to.
            return null;
        }
        return out.toByteArray();
    }

    /** Leaves the parser at the value of the message's own {@code id}. */
    private static boolean findId(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean id = parser.currentName().equals("id");
            JsonToken value = parser.nextToken();
            if (id) {
                return value.isScalarValue();
            }
            parser.skipChildren();
        }
        return false;
    }

    private static void writeToolResult(JsonGenerator answer, String text, String revision) throws IOException {
        answer.writeObjectFieldStart("result");
        if (revision.compareTo(WITH_RESULT_TYPE) >= 0) {
            answer.writeStringField("resultType", "complete");
        }
        answer.writeArrayFieldStart("content");
        answer.writeStartObject();
        answer.writeStringField("type", "text");
        answer.writeStringField("text", text);
        answer.writeEndObject();
        answer.writeEndArray();
        answer.writeBooleanField("isError", true);
        answer.writeEndObject();
    }

    private static void writeError(JsonGenerator answer, String text) throws IOException {
        answer.writeObjectFieldStart("error");
        answer.writeNumberField("code", BLOCKED);
        answer.writeStringField("message", text);
        answer.writeEndObject();
    }
}
