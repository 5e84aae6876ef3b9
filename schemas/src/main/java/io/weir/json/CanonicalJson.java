/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for everything that means the same, to be hashed.
 *
 * <p>The scheme takes numbers for IEEE 754 doubles, so that 9007199254740992 and 9007199254740993 come out the same. Where
 * a digest binds a decision to exactly what was asked, use {@link #canonicalizeExactly}, which refuses such numbers instead.
 */
public final class CanonicalJson {
    private static final int MAX_DEPTH = 500;

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalJson() {}

    /**
     * The canonical form.
     *
     * @param json UTF-8
     * @return UTF-8, without a byte order mark
     * @throws CanonicalJsonException if {@link #parse} refuses, a string has half a surrogate pair, or a number is too large
     */
    public static byte[] canonicalize(byte[] json) {
        return canonicalize(parse(json));
    }

    /** As {@link #canonicalize(byte[])}; the tree is not changed. */
    public static byte[] canonicalize(JsonNode json) {
        return new CanonicalWriter(false).write(json);
    }

    /**
     * As {@link #canonicalize(byte[])}, and refuses every number that would not come out with exactly the value that it had.
     *
     * @throws CanonicalJsonException for such a number too
     */
    public static byte[] canonicalizeExactly(byte[] json) {
        return canonicalizeExactly(parse(json));
    }

    /** As {@link #canonicalizeExactly(byte[])}, of a tree that {@link #parse} made: others may have rounded already. */
    public static byte[] canonicalizeExactly(JsonNode json) {
        return new CanonicalWriter(true).write(json);
    }

    /**
     * Parses strictly, and keeps numbers as they are.
     *
     * @throws CanonicalJsonException if it is not one JSON value (RFC 8259) in valid UTF-8, with unique keys, and at most
     *     500 levels deep
     */
    public static JsonNode parse(byte[] json) {
        try {
            // Jackson's own decoder accepts overlong forms and encoded surrogates.
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
            JsonNode node = STRICT.readTree(text);
            if (node.isMissingNode()) {
                throw new CanonicalJsonException("no JSON: nothing there");
            }
            return node;
        } catch (CharacterCodingException e) {
            throw new CanonicalJsonException("not valid UTF-8");
        } catch (NumberFormatException e) {
            // Jackson lets this one through as it is, with the number in its message.
            throw new CanonicalJsonException("a number has an exponent out of range");
        } catch (JacksonException e) {
            throw new CanonicalJsonException("no acceptable JSON (RFC 8259, unique keys)" + place(e.getLocation()));
        }
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
