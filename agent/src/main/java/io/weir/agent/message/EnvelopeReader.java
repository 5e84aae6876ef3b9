/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a message in one strict pass: one JSON object (RFC 8259) of well-formed UTF-8, no name twice in an object. */
public final class EnvelopeReader {
    private static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    private static final int MAX_DEPTH = 500;

    private static final JsonFactory JSON = ((JsonFactoryBuilder) JsonFactory.builder())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Span id;
    private boolean answers;
    private String method = "";
    private String name = "";
    private String uri = "";
    private String taskId = "";
    private Span progressToken;
    private Span notifiedToken;
    private Span requestId;
    private Span subscriptionId;

    private EnvelopeReader() {}

    /** What the message says of itself; empty if it is no JSON-RPC message. */
    public static Optional<Envelope> read(byte[] message) {
        try (JsonParser parser = JSON.createParser(message)) {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
            EnvelopeReader reader = new EnvelopeReader();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            reader.readMembers(parser);
            return parser.nextToken() == null ? reader.envelope() : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Jackson's message would quote the input.
            return Optional.empty();
        }
    }

    private Optional<Envelope> envelope() {
        Envelope.Kind kind;
        if (method.isEmpty()) {
            kind = Envelope.Kind.RESPONSE;
        } else {
            kind = id == null ? Envelope.Kind.NOTIFICATION : Envelope.Kind.REQUEST;
        }
        boolean valid = method.isEmpty() == answers && (!answers || id != null);
        return valid
                ? Optional.of(new Envelope(
                        kind,
                        id,
                        method,
                        name.isEmpty() ? uri : name,
                        taskId,
                        progressToken,
                        notifiedToken,
                        requestId,
                        subscriptionId))
                : Optional.empty();
    }

    private void readMembers(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "id" -> id = Span.of(parser, value);
                case "method" -> method = text(parser, value);
                case "params" -> readParams(parser, value);
                case "result" -> {
                    answers = true;
                    readResult(parser, value);
                }
                case "error" -> {
                    answers = true;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void readParams(JsonParser parser, JsonToken params) throws IOException {
        if (params != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "name" -> name = text(parser, value);
                case "uri" -> uri = text(parser, value);
                case "taskId" -> taskId = text(parser, value);
                case "progressToken" -> notifiedToken = Span.of(parser, value);
                case "requestId" -> requestId = Span.of(parser, value);
                case "_meta" -> readMeta(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private void readResult(JsonParser parser, JsonToken result) throws IOException {
        if (result != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean meta = parser.currentName().equals("_meta");
            JsonToken value = parser.nextToken();
            if (meta) {
                readMeta(parser, value);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readMeta(JsonParser parser, JsonToken meta) throws IOException {
        if (meta != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "progressToken" -> progressToken = Span.of(parser, value);
                case SUBSCRIPTION_ID -> subscriptionId = Span.of(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }
}
