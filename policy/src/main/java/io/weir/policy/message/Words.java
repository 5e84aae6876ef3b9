/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.util.Set;
import java.util.regex.Pattern;

/** The protocol's own words: what a custom pattern happens to match in them must not be masked. */
final class Words {

    /** Roles, types of content, of references, of JSON Schema and of chat completions; formats; states, actions, levels and modes; revisions. */
    private static final Set<String> WORDS = Set.of("""
            user assistant system developer tool function
            text image audio resource resource_link tool_use tool_result ref/prompt ref/resource
            object array string number integer boolean null
            email idn-email uri uri-reference uri-template iri date date-time time duration uuid hostname ipv4 ipv6 regex
            json-pointer byte binary password
            accept decline cancel form url
            debug info notice warning error critical alert emergency
            working input_required completed failed cancelled forbidden optional required
            auto none thisServer allServers endTurn stopSequence maxTokens toolUse
            public private light dark
            chat.completion chat.completion.chunk list model stop length tool_calls content_filter function_call
            image_url input_audio file json_object json_schema custom default flex priority minimal low medium high
            2024-11-05 2025-03-26 2025-06-18 2025-11-25 2026-07-28
            http://json-schema.org/draft-07/schema# https://json-schema.org/draft/2020-12/schema""".split("\\s+"));

    /** A media type (RFC 6838) without room for a number, a time (RFC 3339), and W3C's trace context. */
    private static final Pattern SHAPES = Pattern.compile(
            "(text|image|audio|video|application|font|model)/([a-z.+-]|[0-9](?![0-9]{3})){1,60}(; ?(charset=utf-8|profile=mcp-app))?"
                    + "|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
                    + "|[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}",
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_SHAPE_CHARS = 100;

    private Words() {}

    static boolean isWord(String text) {
        return WORDS.contains(text)
                || (text.length() <= MAX_SHAPE_CHARS && SHAPES.matcher(text).matches());
    }

    /** True for the types of content blocks whose ids tie a tool's use in sampling to its result. */
    static boolean isToolBlock(String type) {
        return type.equals("tool_use") || type.equals("tool_result");
    }

    /** True for a key of {@code _meta} whose prefix's second label is {@code modelcontextprotocol} or {@code mcp}. */
    static boolean isReservedKey(String name) {
        int slash = name.indexOf('/');
        int dot = slash < 0 ? -1 : name.indexOf('.');
        if (dot <= 0 || dot > slash) {
            return false;
        }
        int end = name.indexOf('.', dot + 1);
        String label = name.substring(dot + 1, end < 0 || end > slash ? slash : end);
        return label.equals("modelcontextprotocol") || label.equals("mcp");
    }
}
