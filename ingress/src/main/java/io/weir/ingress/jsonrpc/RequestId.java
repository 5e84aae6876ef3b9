/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.Optional;

/**
 * A JSON-RPC request id, or an MCP progress token: a string or an integer (MCP, "Requests"). {@code "1"} and {@code 1} are
 * different ids; how a string is escaped makes no difference.
 *
 * @param json the id as JSON text, strings with their quotes and in one normal form
 */
public record RequestId(String json) {

    private static final JsonFactory JSON = new JsonFactory();

    /** The id of a message whose id could not be read: JSON {@code null}. */
    public static final RequestId NULL = new RequestId("null");

    static RequestId ofString(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        return new RequestId(json.append('"').toString());
    }

    static RequestId ofInteger(String digits) {
        return new RequestId(digits);
    }

    /** An id as it is written; empty if it is none. */
    public static Optional<RequestId> read(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                return Optional.of(ofString(parser.getText()));
            }
            return token == JsonToken.VALUE_NUMBER_INT ? Optional.of(ofInteger(parser.getText())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the message had no id that could be read. */
    public boolean isNull() {
        return equals(NULL);
    }
}
