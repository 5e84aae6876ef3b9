/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a stateless request repeats of its body in headers (MCP 2026-07-28, "Request Metadata"): its method, the name of what it
 * asks for, and arguments that the tool's schema marks.
 *
 * @param method the {@code Mcp-Method}; empty where there is none to tell
 * @param name the {@code Mcp-Name} as it is written; empty if there is none
 * @param params the {@code Mcp-Param-…} headers
 */
public record MirroredHeaders(String method, String name, List<Param> params) {

    /** Nothing is repeated. */
    public static final MirroredHeaders NONE = new MirroredHeaders("", "", List.of());

    /** The beginning of the names of the headers that repeat arguments. */
    public static final String PARAM_PREFIX = "Mcp-Param-";

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A header that repeats an argument.
     *
     * @param header its name
     * @param value its value as it is written
     */
    public record Param(String header, String value) {}

    public MirroredHeaders {
        params = List.copyOf(params);
    }

    /**
     * The headers for a body in which values were masked: they follow their arguments, and one of which no argument is known does
     * not travel, since it could tell what the body does not say any more.
     *
     * @param original the body that these headers came with
     * @param sent the body as it is sent
     */
    public MirroredHeaders following(byte[] original, byte[] sent) {
        if (params.isEmpty() || Arrays.equals(original, sent)) {
            return this;
        }
        List<String> before = values(original);
        List<String> after = values(sent);
        List<Param> following = new ArrayList<>();
        for (Param param : params) {
            int place = HeaderText.decode(param.value()).map(before::indexOf).orElse(-1);
            if (place >= 0 && before.size() == after.size()) {
                following.add(new Param(param.header(), HeaderText.encode(after.get(place))));
            }
        }
        return new MirroredHeaders(method, name, following);
    }

    /** All strings, numbers and booleans in the order of the text. Masking changes them, but none goes or comes. */
    private static List<String> values(byte[] body) {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A body that was parsed before", e);
        }
        return values;
    }
}
