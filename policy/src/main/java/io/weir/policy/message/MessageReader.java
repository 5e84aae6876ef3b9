/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.weir.policy.condition.CelValues;
import io.weir.policy.detect.Detection;
import java.io.IOException;
import java.util.Map;

/**
 * Reads a JSON-RPC message in one pass: what it is, what it asks for, and where in it entities are. Strict: duplicate
 * names are refused, since two readers may choose differently.
 */
public final class MessageReader {

    private static final int MAX_DEPTH = 1_000;
    private static final int MAX_STRING_CHARS = 64 * 1024 * 1024;

    private static final JsonFactory JSON = ((JsonFactoryBuilder) JsonFactory.builder())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_CHARS)
                    .build())
            .build();

    private final byte[] payload;
    private final Envelope envelope;
    private final LeafScanner leaves;
    private final CelValues params;
    private final Outline outline;
    private Level level;

    private MessageReader(byte[] payload, String method, LeafScanner leaves, boolean wantParams) {
        this.payload = payload;
        this.envelope = new Envelope(method);
        this.leaves = leaves;
        this.params = wantParams ? new CelValues() : null;
        this.outline = Outline.of(method);
    }

    /**
     * Reads a message.
     *
     * @param method what the message's method is said to be, or that of its request
     * @param detection searches
     * @param wanted the detectors to use, as bits
     * @param wantParams true if the params are wanted as CEL values
     * @throws MalformedMessageException if it is no JSON-RPC message
     */
    public static ReadMessage read(byte[] payload, String method, Detection detection, long wanted, boolean wantParams)
            throws MalformedMessageException {
        LeafScanner leaves = new LeafScanner(payload, detection, wanted);
        MessageReader reader = new MessageReader(payload, method, leaves, wantParams);
        try {
            return reader.read(method);
        } catch (StreamConstraintsException e) {
            throw reader.malformed("the message is nested too deeply, or has a number that is too long");
        } catch (JacksonException e) {
            throw reader.malformed("the message is not well-formed JSON, or has a duplicate name");
        } catch (IOException e) {
            throw reader.malformed("the message could not be read");
        } catch (MalformedMessageException e) {
            throw reader.malformed(e.getMessage());
        }
    }

    private MalformedMessageException malformed(String reason) {
        return new MalformedMessageException(reason, envelope.id(payload));
    }

    /**
     * Reads params that were kept with a request, as CEL values.
     *
     * @throws MalformedMessageException if they are no JSON object
     */
    public static Map<String, Object> readParams(byte[] json) throws MalformedMessageException {
        CelValues values = new CelValues();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                values.take(parser, token);
            }
        } catch (IOException e) {
            throw new MalformedMessageException("the params that were kept are not well-formed JSON");
        }
        return asMap(values.root());
    }

    static JsonParser parser(byte[] json) throws IOException {
        return JSON.createParser(json);
    }

    private ReadMessage read(String method) throws IOException, MalformedMessageException {
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedMessageException("the message is not a JSON object");
            }
            level = Level.message(method);
            while (level != null) {
                take(parser, parser.nextToken());
            }
            if (parser.nextToken() != null) {
                throw new MalformedMessageException("something follows the message");
            }
        }
        Map<String, Object> values = params == null || params.root() == null ? Map.of() : asMap(params.root());
        return new ReadMessage(payload, envelope, values, leaves.hits(), outline);
    }

    private void take(JsonParser parser, JsonToken token) throws IOException, MalformedMessageException {
        if (token == null) {
            throw new MalformedMessageException("the message ends too early");
        }
        if (token == JsonToken.FIELD_NAME) {
            level.member(parser.currentName());
            envelope.name(level);
            leaves.name(parser, level);
        } else if (token.isStructEnd()) {
            leaves.end(level);
            level = level.parent();
        } else {
            level.beginValue();
            envelope.value(parser, token, level);
        }
        if (params != null && envelope.isInParams()) {
            params.take(parser, token);
        }
        if (outline != null) {
            outline(parser, token);
        }
        if (token.isStructEnd()) {
            envelope.end(parser, level);
        } else if (token.isStructStart()) {
            level = level.open(token == JsonToken.START_ARRAY);
        } else if (token.isScalarValue()) {
            leaves.scalar(parser, token, level);
        }
    }

    private void outline(JsonParser parser, JsonToken token) throws IOException {
        if (token.isStructStart()) {
            outline.start(parser, level);
        } else if (token.isStructEnd()) {
            outline.end(parser, level);
        } else if (token.isScalarValue()) {
            outline.scalar(payload, parser, token, level);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) throws MalformedMessageException {
        if (value instanceof Map<?, ?>) {
            return (Map<String, Object>) value;
        }
        throw new MalformedMessageException("params are not an object");
    }
}
