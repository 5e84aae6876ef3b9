/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads JSON-RPC messages strictly, in one pass: exactly one JSON text (RFC 8259) of well-formed UTF-8, no duplicate keys, within
 * {@link ParseLimits}. What two parsers could understand differently is refused here, since whoever reads the message later
 * (policy, upstream) may be the other parser. Thread-safe.
 */
public final class MessageParser {
    private final ParseLimits limits;
    private final JsonFactory json;

    /** A parser with these bounds. */
    public MessageParser(ParseLimits limits) {
        this.limits = limits;
        this.json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(limits.bytes())
                        .maxNestingDepth(limits.depth())
                        .maxTokenCount(limits.tokens())
                        .build())
                .build();
    }

    /**
     * What a body held.
     *
     * @param messages at least one
     * @param isBatch whether they came as a JSON array
     */
    public record Body(List<Message> messages, boolean isBatch) {}

    /**
     * Reads one message.
     *
     * @throws MalformedMessageException if the bytes are anything else, a batch included
     */
    public Message parse(byte[] payload) throws MalformedMessageException {
        Body body = parseBody(payload);
        if (body.isBatch()) {
            throw MalformedMessageException.invalidRequest("A batch is not accepted here");
        }
        return body.messages().get(0);
    }

    /**
     * Reads one message or a batch of them (JSON-RPC 2.0, section 6; MCP 2025-03-26 only).
     *
     * @throws MalformedMessageException if the bytes are neither
     */
    public Body parseBody(byte[] body) throws MalformedMessageException {
        return read(body, parser -> read(parser, body));
    }

    /** Reads one JSON text. */
    private interface Reading<T> {
        T read(JsonParser parser) throws IOException, MalformedMessageException;
    }

    private <T> T read(byte[] body, Reading<T> reading) throws MalformedMessageException {
        if (body.length > limits.bytes()) {
            throw MalformedMessageException.invalidRequest("The message is longer than " + limits.bytes() + " bytes");
        }
        if (!Utf8.isValid(body) || startsWithByteOrderMark(body)) {
            throw MalformedMessageException.parseError("The message is not UTF-8 without byte order mark and NUL");
        }
        try (JsonParser parser = json.createParser(body)) {
            T result = reading.read(parser);
            if (parser.nextToken() != null) {
                throw MalformedMessageException.parseError("There is more than one JSON text");
            }
            return result;
        } catch (StreamConstraintsException e) {
            throw MalformedMessageException.invalidRequest("The message exceeds a limit: at most " + limits.depth()
                    + " levels, " + limits.tokens() + " tokens and numbers of 1,000 digits are accepted");
        } catch (JsonParseException e) {
            throw MalformedMessageException.parseError(describe(e));
        } catch (IOException e) {
            throw MalformedMessageException.parseError("The message is not valid JSON");
        }
    }

    /**
     * Makes sure that a body is one JSON object, as strictly as a message is.
     *
     * @throws MalformedMessageException if it is anything else
     */
    public void requireObject(byte[] body) throws MalformedMessageException {
        read(body, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw MalformedMessageException.invalidRequest("The body must be a JSON object");
            }
            parser.skipChildren();
            return null;
        });
    }

    /** The {@code error.code} of a response; 0 if it has none, or is no response. */
    public int errorCode(byte[] payload) {
        try {
            return parse(payload) instanceof Message.Response response ? response.errorCode() : 0;
        } catch (MalformedMessageException e) {
            return 0;
        }
    }

    private static boolean startsWithByteOrderMark(byte[] body) {
        return body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    }

    private static String describe(JsonParseException e) {
        // Jackson's own message quotes the input; only its place may be told.
        String problem =
                e.getOriginalMessage().startsWith("Duplicate") ? "An object has a key twice" : "Not valid JSON";
        return problem + ", at byte " + Math.max(0, e.getLocation().getByteOffset());
    }

    private Body read(JsonParser parser, byte[] body) throws IOException, MalformedMessageException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            return new Body(List.of(new EnvelopeReader(parser).read(body)), false);
        }
        if (first == JsonToken.START_ARRAY) {
            return new Body(readBatch(parser, body), true);
        }
        if (first == null) {
            throw MalformedMessageException.parseError("The message is empty");
        }
        throw MalformedMessageException.invalidRequest("A JSON-RPC message is an object");
    }

    private List<Message> readBatch(JsonParser parser, byte[] body) throws IOException, MalformedMessageException {
        List<Message> messages = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw MalformedMessageException.invalidRequest("Each message of a batch is an object");
            }
            if (messages.size() == limits.batch()) {
                throw MalformedMessageException.invalidRequest("A batch has at most " + limits.batch() + " messages");
            }
            int from = (int) parser.currentTokenLocation().getByteOffset();
            EnvelopeReader envelope = new EnvelopeReader(parser);
            envelope.readMembers();
            int to = (int) parser.currentLocation().getByteOffset();
            messages.add(envelope.toMessage(Arrays.copyOfRange(body, from, to)));
        }
        if (messages.isEmpty()) {
            throw MalformedMessageException.invalidRequest("A batch has at least one message");
        }
        return messages;
    }
}
