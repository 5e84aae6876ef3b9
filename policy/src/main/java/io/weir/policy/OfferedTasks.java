/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offers tasks to clients whose calls may have to wait for people, in the place of a server that has none (MCP 2025-11-25, "Tasks"): the
 * gateway makes them. They are optional for the client. Every other byte stays as it is.
 */
final class OfferedTasks {
    private static final JsonFactory JSON = new JsonFactory();

    private static final String REVISION = "2025-11-25";
    private static final String CAPABILITY = "\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}";
    private static final String SUPPORT = "\"taskSupport\":\"optional\"";
    private static final String EXECUTION = "\"execution\":{" + SUPPORT + "}";

    private OfferedTasks() {}

    /** A result of {@code initialize} that has them; the very array where there are no tools, or tasks already. */
    static byte[] announced(byte[] response) {
        return edited(response, OfferedTasks::announce);
    }

    /** A result of {@code tools/list} whose tools can be called as tasks; one that says whether it can keeps that. */
    static byte[] listed(byte[] response) {
        return edited(response, OfferedTasks::list);
    }

    /**
     * Text to be put in.
     *
     * @param at byte offset behind the brace that opens an object
     */
    private record Insertion(int at, String members) {}

    private interface Editing {
        void read(JsonParser result, List<Insertion> insertions) throws IOException;
    }

    private static byte[] edited(byte[] response, Editing editing) {
        List<Insertion> insertions = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(response)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean result = parser.currentName().equals("result");
                if (parser.nextToken() == JsonToken.START_OBJECT && result) {
                    editing.read(parser, insertions);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A message that was read before", e);
        }
        return insertions.isEmpty() ? response : inserted(response, insertions);
    }

    private static byte[] inserted(byte[] response, List<Insertion> insertions) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(response.length + insertions.size() * 64);
        int from = 0;
        for (Insertion insertion : insertions) {
            out.write(response, from, insertion.at() - from);
            out.writeBytes(insertion.members().getBytes(StandardCharsets.US_ASCII));
            from = insertion.at();
        }
        out.write(response, from, response.length - from);
        return out.toByteArray();
    }

    private static void announce(JsonParser result, List<Insertion> insertions) throws IOException {
        boolean spoken = false;
        Insertion announcement = null;
        while (result.nextToken() == JsonToken.FIELD_NAME) {
            String member = result.currentName();
            result.nextToken();
            if (member.equals("protocolVersion")) {
                spoken = REVISION.equals(result.getText());
            } else if (member.equals("capabilities") && result.currentToken() == JsonToken.START_OBJECT) {
                int at = behindBrace(result);
                Map<String, JsonToken> capabilities = members(result);
                boolean lacking = capabilities.containsKey("tools") && !capabilities.containsKey("tasks");
                announcement = lacking ? new Insertion(at, CAPABILITY + ',') : null;
            } else {
                result.skipChildren();
            }
        }
        if (spoken && announcement != null) {
            insertions.add(announcement);
        }
    }

    private static void list(JsonParser result, List<Insertion> insertions) throws IOException {
        while (result.nextToken() == JsonToken.FIELD_NAME) {
            boolean tools = result.currentName().equals("tools");
            if (result.nextToken() == JsonToken.START_ARRAY && tools) {
                while (result.nextToken() != JsonToken.END_ARRAY) {
                    if (result.currentToken() == JsonToken.START_OBJECT) {
                        tool(result, insertions);
                    } else {
                        result.skipChildren();
                    }
                }
            } else {
                result.skipChildren();
            }
        }
    }

    private static void tool(JsonParser tool, List<Insertion> insertions) throws IOException {
        Insertion insertion = new Insertion(behindBrace(tool), EXECUTION + ',');
        boolean named = false;
        while (tool.nextToken() == JsonToken.FIELD_NAME) {
            String member = tool.currentName();
            tool.nextToken();
            named |= member.equals("name");
            if (member.equals("execution")) {
                insertion = tool.currentToken() == JsonToken.START_OBJECT ? execution(tool) : null;
            }
            tool.skipChildren();
        }
        // An object without a name is no tool, and may be empty: a comma would be wrong.
        if (named && insertion != null) {
            insertions.add(insertion);
        }
    }

    /** Leaves the parser at the end of the object; null if that says already whether the tool can be called as a task. */
    private static Insertion execution(JsonParser execution) throws IOException {
        int at = behindBrace(execution);
        Map<String, JsonToken> members = members(execution);
        return members.containsKey("taskSupport") ? null : new Insertion(at, SUPPORT + (members.isEmpty() ? "" : ","));
    }

    private static Map<String, JsonToken> members(JsonParser object) throws IOException {
        Map<String, JsonToken> members = new HashMap<>();
        while (object.nextToken() == JsonToken.FIELD_NAME) {
            String name = object.currentName();
            members.put(name, object.nextToken());
            object.skipChildren();
        }
        return members;
    }

    private static int behindBrace(JsonParser object) {
        return (int) object.currentTokenLocation().getByteOffset() + 1;
    }
}
