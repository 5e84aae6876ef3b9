/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What a JSON-RPC message says about itself, gathered while it is read. Refuses what lenient readers understand
 * differently: a member's name in another case, or a value of another type than the protocol has there.
 */
final class Envelope {

    private static final List<String> MEMBERS = List.of("jsonrpc", "id", "method", "params", "result", "error");
    private static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final List<String> PARAMS_MEMBERS = List.of("name", "uri", "arguments");

    private final String expectedMethod;
    private int idStart = -1;
    private int idEnd;
    private int paramsStart = -1;
    private int paramsEnd;
    private boolean inParams;
    private boolean answer;
    private boolean modern;
    private String method;
    private String name = "";

    Envelope(String expectedMethod) {
        this.expectedMethod = expectedMethod;
    }

    /** Takes the name of the level's current member. */
    void name(Level level) throws MalformedMessageException {
        if (inParams && level.isMeta() && level.member().equals(PROTOCOL_VERSION)) {
            modern = true;
        }
        if (level.isEnvelope()) {
            refuseOtherCase(level.member(), MEMBERS);
        } else if (level.isParams() && Methods.isNamed(expectedMethod)) {
            refuseOtherCase(level.member(), PARAMS_MEMBERS);
        }
    }

    private static void refuseOtherCase(String member, List<String> names) throws MalformedMessageException {
        for (String name : names) {
            if (name.equalsIgnoreCase(member) && !name.equals(member)) {
                throw new MalformedMessageException("a member is written in another case than " + name);
            }
        }
    }

    /** Takes the value that starts with this token. */
    void value(JsonParser parser, JsonToken token, Level level) throws IOException, MalformedMessageException {
        if (level.isEnvelope()) {
            member(parser, token, level.member());
        } else if (level.isParams() && Methods.isNamed(expectedMethod)) {
            paramsMember(parser, token, level.member());
        }
    }

    private void member(JsonParser parser, JsonToken token, String member)
            throws IOException, MalformedMessageException {
        switch (member) {
            case "id" -> id(parser, token);
            case "method" -> method = string(parser, token, "method");
            case "params" -> params(parser, token);
            case "result", "error" -> answer = true;
            default -> {}
        }
    }

    private void id(JsonParser parser, JsonToken token) throws IOException, MalformedMessageException {
        boolean valid = token == JsonToken.VALUE_STRING || token.isNumeric() || token == JsonToken.VALUE_NULL;
        if (!valid) {
            throw new MalformedMessageException("id is neither a string nor a number");
        }
        int start = startOf(parser);
        parser.finishToken();
        idEnd = endOf(parser);
        idStart = start;
    }

    private void params(JsonParser parser, JsonToken token) throws MalformedMessageException {
        if (token == JsonToken.START_OBJECT) {
            inParams = true;
            paramsStart = startOf(parser);
        } else if (token != JsonToken.VALUE_NULL) {
            throw new MalformedMessageException("params are not an object");
        }
    }

    private void paramsMember(JsonParser parser, JsonToken token, String member)
            throws IOException, MalformedMessageException {
        switch (member) {
            case "name", "uri" -> name = string(parser, token, "params." + member);
            case "arguments" -> {
                if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
                    throw new MalformedMessageException("params.arguments is not an object");
                }
            }
            default -> {}
        }
    }

    private static String string(JsonParser parser, JsonToken token, String what)
            throws IOException, MalformedMessageException {
        if (token != JsonToken.VALUE_STRING) {
            throw new MalformedMessageException(what + " is not a string");
        }
        return parser.getText();
    }

    /** A container ended; this is the level that it was in, null for the message itself. */
    void end(JsonParser parser, Level level) {
        if (inParams && level != null && level.isEnvelope()) {
            inParams = false;
            paramsEnd = endOf(parser);
        }
    }

    private static int startOf(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int endOf(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    boolean isInParams() {
        return inParams;
    }

    /** True if the request's {@code _meta} names its protocol version, which it does from 2026-07-28 on. */
    boolean isModern() {
        return modern;
    }

    boolean hasId() {
        return idStart >= 0;
    }

    /** The id as it is written; null if none was read. */
    byte[] id(byte[] payload) {
        return hasId() ? Arrays.copyOfRange(payload, idStart, idEnd) : null;
    }

    boolean isAnswer() {
        return answer;
    }

    int paramsStart() {
        return paramsStart;
    }

    int paramsEnd() {
        return paramsEnd;
    }

    /** Null if there is none. */
    String method() {
        return method;
    }

    String name() {
        return name;
    }
}
