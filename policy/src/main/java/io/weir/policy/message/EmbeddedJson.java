/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Match;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A string that is a JSON text itself, as a model writes a function's arguments: it is looked at, and masked, as JSON. */
final class EmbeddedJson {

    private EmbeddedJson() {}

    /** What is found in a text's values and names; null if it is no strict JSON object or array, and is to be taken for text. */
    static List<Match> find(String text, Detection detection, long wanted) {
        byte[] json = bytes(text);
        List<Hit> hits = json == null ? null : hits(json, detection, wanted);
        if (hits == null) {
            return null;
        }
        List<Match> matches = new ArrayList<>();
        hits.forEach(hit -> matches.addAll(hit.matches()));
        return matches;
    }

    /** A text in which something was found, masked. */
    static String mask(String text, long active, Detection detection) {
        byte[] json = bytes(text);
        List<Hit> hits = hits(json, detection, active);
        return new String(Splice.masked(json, hits, active, detection, List.of()), StandardCharsets.UTF_8);
    }

    /** Null if it begins like no container, or has half a surrogate pair, for which UTF-8 has no form. */
    private static byte[] bytes(String text) {
        String stripped = text.stripLeading();
        boolean container = stripped.startsWith("{") || stripped.startsWith("[");
        if (!container || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return null;
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Hit> hits(byte[] json, Detection detection, long wanted) {
        LeafScanner leaves = new LeafScanner(json, detection, wanted);
        try (JsonParser parser = MessageReader.parser(json)) {
            parser.nextToken();
            Level level = Level.free(parser.currentToken() == JsonToken.START_ARRAY);
            while (level != null) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return null;
                }
                level = take(parser, token, level, leaves);
            }
            return parser.nextToken() == null ? leaves.hits() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Level take(JsonParser parser, JsonToken token, Level level, LeafScanner leaves) throws IOException {
        if (token == JsonToken.FIELD_NAME) {
            level.member(parser.currentName());
            leaves.name(parser, level);
        } else if (token.isStructEnd()) {
            leaves.end(level);
            return level.parent();
        } else {
            level.beginValue();
            if (token.isStructStart()) {
                return level.open(token == JsonToken.START_ARRAY);
            }
            leaves.scalar(parser, token, level);
        }
        return level;
    }
}
