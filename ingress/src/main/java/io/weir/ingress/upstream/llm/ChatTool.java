/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.jsonrpc.Chats;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.io.IOException;
import java.util.Optional;

/** The tool {@code chat}: its arguments as a chat completion's body, and the completion as the tool's result. */
final class ChatTool {
    static final String NAME = "chat";

    private static final String DEFINITION = """
            {"name": "chat", "title": "Chat", "description": "Asks a language model, and returns its answer as text.",
             "inputSchema": {"type": "object", "properties": {
               "prompt": {"type": "string", "description": "What to ask; instead of messages."},
               "messages": {"type": "array", "description": "The conversation so far, its last message to be answered; instead of prompt.",
                 "items": {"type": "object", "properties": {
                   "role": {"type": "string", "enum": ["system", "user", "assistant"]},
                   "content": {"type": "string"}}, "required": ["role", "content"]}},
               "model": {"type": "string", "description": "The model; if absent, the connection's own."},
               "temperature": {"type": "number", "minimum": 0, "maximum": 2},
               "max_tokens": {"type": "integer", "minimum": 1}}},
             "annotations": {"openWorldHint": true, "readOnlyHint": true}}
            """;

    private final byte[] id;
    private final boolean modern;

    /** @param id of the tool call, as it is written */
    ChatTool(byte[] id, boolean modern) {
        this.id = id.clone();
        this.modern = modern;
    }

    /** The arguments are none that the tool has; the text is for the model that wrote them. */
    static final class BadArgumentsException extends Exception {
        private static final long serialVersionUID = 1L;

        BadArgumentsException(String message) {
            super(message, null, false, false);
        }
    }

    static JsonNode definition() {
        try {
            return ChatJson.read(ChatJson.utf8(DEFINITION));
        } catch (IOException e) {
            throw new IllegalStateException("The tool's definition is no JSON", e);
        }
    }

    /** The completion to ask for. */
    static ObjectNode body(JsonNode arguments, Optional<String> defaultModel) throws BadArgumentsException {
        boolean prompted = arguments.path("prompt").isTextual();
        boolean conversed = arguments.path("messages").isArray()
                && !arguments.path("messages").isEmpty();
        require(prompted != conversed, "Give either prompt, a string, or messages, a list that is not empty");
        JsonNode model = arguments.path("model");
        require(model.isTextual() || model.isMissingNode(), "model must be a string");
        require(model.isTextual() || defaultModel.isPresent(), "Give a model; this connection has none of its own");
        ObjectNode body = ChatJson.object();
        body.put("model", model.isTextual() ? model.textValue() : defaultModel.orElseThrow());
        if (conversed) {
            body.set("messages", arguments.get("messages"));
        } else {
            body.putArray("messages").addObject().put("role", "user").set("content", arguments.get("prompt"));
        }
        number(arguments, "temperature", body);
        number(arguments, "max_tokens", body);
        return body;
    }

    private static void number(JsonNode arguments, String name, ObjectNode body) throws BadArgumentsException {
        JsonNode value = arguments.path(name);
        require(value.isNumber() || value.isMissingNode(), name + " must be a number");
        if (value.isNumber()) {
            body.set(name, value);
        }
    }

    private static void require(boolean valid, String message) throws BadArgumentsException {
        if (!valid) {
            throw new BadArgumentsException(message);
        }
    }

    /** A result that tells the calling model what is wrong. */
    byte[] error(String text) {
        return result(text, true);
    }

    private byte[] result(String text, boolean isError) {
        ObjectNode result = McpFace.complete(modern);
        result.putArray("content").addObject().put("type", "text").put("text", ChatJson.wellFormed(text));
        result.put("isError", isError);
        return Chats.response(id, ChatJson.write(result));
    }

    /** Hears a completion, and tells it as the tool's result. */
    UpstreamListener answers(UpstreamListener listener) {
        return new UpstreamListener() {
            private boolean over;

            @Override
            public void begun(UpstreamCall call, String sessionId, boolean streamed) {
                listener.begun(call, sessionId, false);
            }

            @Override
            public void message(byte[] json) {
                Optional<String> text = text(json);
                if (text.isPresent()) {
                    listener.message(result(text.get(), false));
                } else {
                    over = true;
                    listener.ended(UpstreamEnd.invalid("The model's answer holds no text"));
                }
            }

            @Override
            public void ended(UpstreamEnd end) {
                if (!over) {
                    // The status is the model's, and says nothing of MCP.
                    listener.ended(UpstreamEnd.of(end.kind(), end.reason()));
                }
            }
        };
    }

    /** What the model says; what it says why it does not, where that is all. */
    private static Optional<String> text(byte[] response) {
        try {
            JsonNode message = ChatJson.read(Members.value(response, "result").orElse(ChatJson.utf8("{}")))
                    .at("/choices/0/message");
            JsonNode content = message.path("content");
            if (content.isTextual()) {
                return Optional.of(content.textValue());
            }
            if (content.isArray()) {
                StringBuilder text = new StringBuilder();
                content.forEach(part -> text.append(part.path("text").asText()));
                return Optional.of(text.toString());
            }
            return Optional.ofNullable(message.path("refusal").textValue());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
