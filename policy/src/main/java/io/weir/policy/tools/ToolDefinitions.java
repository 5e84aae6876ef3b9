/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.tools;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.json.CanonicalJson;
import io.weir.json.CanonicalJsonException;
import io.weir.json.Digests;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Digests of tool definitions: a tool that people have approved of can change its definition later. Pure.
 *
 * <p>A digest is SHA-256 over the canonical form (RFC 8785) of all that the definition says, {@code _meta} excepted, so
 * it stays the same whatever the order of members, white space and escapes.
 */
public final class ToolDefinitions {

    private ToolDefinitions() {}

    /**
     * Digests by the tools' names, in lower-case hex.
     *
     * <p>A name that is there several times, in one page or in different ones, gets a digest of all its definitions in
     * their order, so no definition hides behind another. What has no name is left out: nobody can call it.
     *
     * @param pages the responses to {@code tools/list} as they came from the server, in order; a page that is an error,
     *     or has no list of tools, has no tools
     * @throws CanonicalJsonException if one is not strict JSON in UTF-8, or is nested more than 500 levels deep
     */
    public static SortedMap<String, String> digests(List<byte[]> pages) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (byte[] page : pages) {
            for (JsonNode tool : CanonicalJson.parse(page).path("result").path("tools")) {
                if (tool instanceof ObjectNode definition
                        && definition.path("name").isTextual()) {
                    digests.merge(definition.get("name").textValue(), digest(definition), ToolDefinitions::both);
                }
            }
        }
        return digests;
    }

    /** No tools. */
    public static SortedMap<String, String> none() {
        return Collections.emptySortedMap();
    }

    /** As {@link #digests(List)}, of a list that has one page. */
    public static SortedMap<String, String> digests(byte[] page) {
        return digests(List.of(page));
    }

    private static String digest(ObjectNode tool) {
        ObjectNode definition = tool.objectNode().setAll(tool);
        definition.remove("_meta");
        return Digests.sha256Hex(canonical(definition));
    }

    /** Hardly any definition holds what has no canonical form, and to ask each value of a list whether it does takes milliseconds. */
    private static byte[] canonical(JsonNode definition) {
        try {
            return CanonicalJson.canonicalizeExactly(definition);
        } catch (CanonicalJsonException e) {
            return CanonicalJson.canonicalizeExactly(Exact.of(definition));
        }
    }

    private static String both(String first, String second) {
        return Digests.sha256Hex((first + second).getBytes(US_ASCII));
    }
}
