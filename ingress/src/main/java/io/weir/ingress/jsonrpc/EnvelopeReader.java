/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** Reads the members of one message; the parser stands on its opening brace, and afterwards on its closing one. */
final class EnvelopeReader {
    private static final int MAX_METHOD_CHARS = 256;
    private static final int MAX_ID_CHARS = 256;
    private static final List<String> ENVELOPE_KEYS = List.of("jsonrpc", "id", "method", "params", "result", "error");
    private static final List<String> PARAMS_KEYS =
            List.of("name", "uri", "taskId", "requestState", "arguments", "_meta", "protocolVersion");
    private static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final String TASKS = "io.modelcontextprotocol/tasks";

    private final JsonParser parser;
    private boolean versioned;
    private RequestId id;
    private String method;
    private boolean hasResult;
    private boolean hasError;
    private String name = "";
    private String protocolVersion = "";
    private RequestId progressToken;
    private String taskId = "";
    private String requestState = "";
    private boolean hasInputResponses;
    private boolean asksForTask;
    private String metaVersion = "";
    private boolean hasCapabilities;
    private boolean declaresTasks;
    private int errorCode;

    EnvelopeReader(JsonParser parser) {
        this.parser = parser;
    }

    Message read(byte[] payload) throws IOException, MalformedMessageException {
        readMembers();
        return toMessage(payload);
    }

    void readMembers() throws IOException, MalformedMessageException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (key) {
                case "jsonrpc" -> versioned = value == JsonToken.VALUE_STRING && "2.0".equals(parser.getText());
                case "id" -> id = readId(value);
                case "method" -> method = readMethod(value);
                case "params" -> readParams(value);
                case "result" -> readResult(value);
                case "error" -> readError(value);
                default -> skipOther(key, ENVELOPE_KEYS);
            }
        }
    }

    Message toMessage(byte[] payload) throws MalformedMessageException {
        require(versioned, "Member jsonrpc must be \"2.0\"");
        if (method != null) {
            require(!hasResult && !hasError, "A message has either a method or a result");
            require(id == null || !id.isNull(), "The id of a request is a string or an integer");
            return id == null
                    ? new Message.Notification(method, name, payload)
                    : new Message.Request(
                            id, method, name, taskId, progressToken, protocolVersion, meta(), continuation(), payload);
        }
        require(hasResult != hasError, "A message has a method, or one of result and error");
        require(id != null || hasError, "A response has the id of its request");
        require(id == null || !id.isNull() || hasError, "A result has the id of its request");
        return new Message.Response(id == null ? RequestId.NULL : id, hasError, errorCode, protocolVersion, payload);
    }

    private Continuation continuation() {
        return requestState.isEmpty() && !hasInputResponses && !asksForTask
                ? Continuation.NONE
                : new Continuation(requestState, hasInputResponses, asksForTask, 0);
    }

    private RequestMeta meta() {
        return metaVersion.isEmpty() && !hasCapabilities
                ? RequestMeta.NONE
                : new RequestMeta(metaVersion, hasCapabilities, declaresTasks);
    }

    private RequestId readId(JsonToken value) throws IOException, MalformedMessageException {
        if (value == JsonToken.VALUE_NULL) {
            return RequestId.NULL;
        }
        RequestId scalar = readScalar(value);
        require(scalar != null, "An id is a string or an integer of at most " + MAX_ID_CHARS + " characters");
        return scalar;
    }

    private RequestId readScalar(JsonToken value) throws IOException {
        boolean text = value == JsonToken.VALUE_STRING;
        if ((!text && value != JsonToken.VALUE_NUMBER_INT) || parser.getTextLength() > MAX_ID_CHARS) {
            return null;
        }
        return text ? RequestId.ofString(parser.getText()) : RequestId.ofInteger(parser.getText());
    }

    private String readMethod(JsonToken value) throws IOException, MalformedMessageException {
        require(
                value == JsonToken.VALUE_STRING
                        && parser.getTextLength() > 0
                        && parser.getTextLength() <= MAX_METHOD_CHARS,
                "A method is a string of 1 to " + MAX_METHOD_CHARS + " characters");
        return parser.getText();
    }

    private void readParams(JsonToken value) throws IOException, MalformedMessageException {
        require(value == JsonToken.START_OBJECT, "Member params must be an object");
        String uri = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken member = parser.nextToken();
            switch (key) {
                case "name" -> name = textOrEmpty(member);
                case "uri" -> uri = textOrEmpty(member);
                case "taskId" -> taskId = textOrEmpty(member);
                case "requestState" -> requestState = textOrEmpty(member);
                case "inputResponses" -> {
                    hasInputResponses = true;
                    parser.skipChildren();
                }
                case "task" -> {
                    asksForTask = member == JsonToken.START_OBJECT;
                    parser.skipChildren();
                }
                case "protocolVersion" -> protocolVersion = textOrEmpty(member);
                case "_meta" -> readMeta(member);
                default -> skipOther(key, PARAMS_KEYS);
            }
        }
        name = name.isEmpty() ? uri : name;
    }

    private void readMeta(JsonToken value) throws IOException, MalformedMessageException {
        require(value == JsonToken.START_OBJECT, "Member _meta must be an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            JsonToken member = parser.nextToken();
            switch (key) {
                case "progressToken" -> {
                    progressToken = readScalar(member);
                    parser.skipChildren();
                }
                case PROTOCOL_VERSION -> metaVersion = textOrEmpty(member);
                case CLIENT_CAPABILITIES -> readCapabilities(member);
                default -> parser.skipChildren();
            }
        }
    }

    private void readCapabilities(JsonToken value) throws IOException {
        hasCapabilities = value == JsonToken.START_OBJECT;
        forEachMember(value, capability -> {
            if (capability.equals("extensions")) {
                forEachMember(parser.currentToken(), extension -> {
                    declaresTasks |= extension.equals(TASKS);
                    parser.skipChildren();
                });
            } else {
                parser.skipChildren();
            }
        });
    }

    private interface Member {
        void read(String name) throws IOException;
    }

    /** Each member of an object has to be read or skipped; any other value is skipped. */
    private void forEachMember(JsonToken value, Member member) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    private void readResult(JsonToken value) throws IOException, MalformedMessageException {
        require(value == JsonToken.START_OBJECT, "Member result must be an object");
        hasResult = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean version = "protocolVersion".equals(parser.currentName());
            JsonToken member = parser.nextToken();
            if (version) {
                protocolVersion = textOrEmpty(member);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readError(JsonToken value) throws IOException, MalformedMessageException {
        require(value == JsonToken.START_OBJECT, "Member error must be an object");
        hasError = true;
        forEachMember(value, name -> {
            if (name.equals("code") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                // A code beyond an int is none that matters here.
                errorCode = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, parser.getValueAsLong()));
            }
            parser.skipChildren();
        });
    }

    private String textOrEmpty(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    /** Skips a value; refuses a key that a reader which ignores case would take for one that matters. */
    private void skipOther(String key, List<String> known) throws IOException, MalformedMessageException {
        for (int i = 0; i < known.size(); i++) {
            require(
                    !known.get(i).equalsIgnoreCase(key) || known.get(i).equals(key),
                    "A key differs from a known one only in case");
        }
        parser.skipChildren();
    }

    private static void require(boolean valid, String message) throws MalformedMessageException {
        if (!valid) {
            throw MalformedMessageException.invalidRequest(message);
        }
    }
}
