/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.exchange.Answer;
import io.weir.ingress.virtual.Gathering.Part;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Makes one result of several. All that is in it was decided on as part of the members' own. */
final class Merging {
    private static final String RESULT = "result";
    private static final String NEXT = "nextCursor";
    private static final String META = "_meta";
    /** Where a server says who it is from 2026-07-28 on. */
    private static final String META_SERVER_INFO = "io.modelcontextprotocol/serverInfo";

    private static final String TTL = "ttlMs";
    private static final String SUPPORTED = "supportedVersions";

    private Merging() {}

    static Answer answer(byte[] json) {
        return new Answer(json, 200, false, null);
    }

    /**
     * Pages of lists: everything that is on them, named so that it can be told whose it is.
     *
     * @param name of the virtual connection
     */
    static byte[] lists(String name, String method, List<Part> parts) {
        ObjectNode merged = null;
        ObjectNode cursors = Json.object();
        for (Part part : parts) {
            ObjectNode message = Json.read(
                    Outward.answer(part.member(), method, part.answer().json()));
            ObjectNode result = Json.object(message, RESULT);
            String next = Json.text(result, NEXT);
            if (next != null) {
                cursors.put(part.member().name(), next);
            }
            if (merged == null) {
                merged = message;
            } else {
                append(Json.object(merged, RESULT), result);
            }
        }
        ObjectNode result = Json.object(merged, RESULT);
        nameServer(Json.object(result, META), META_SERVER_INFO, name);
        result.remove(NEXT);
        if (!cursors.isEmpty()) {
            result.put(NEXT, Cursors.write(cursors));
        }
        return Json.bytes(merged);
    }

    private static void append(ObjectNode to, ObjectNode from) {
        from.properties().forEach(property -> {
            if (property.getValue() instanceof ArrayNode more && to.get(property.getKey()) instanceof ArrayNode list) {
                list.addAll(more);
            }
        });
        caching(to, from);
    }

    /** What a client may remember, it may for the shortest of the times, and never for others. */
    private static void caching(ObjectNode to, ObjectNode from) {
        if (from.path(TTL).isNumber() && from.path(TTL).asLong() < to.path(TTL).asLong(Long.MAX_VALUE)) {
            to.set(TTL, from.get(TTL));
        }
        if (to.has("cacheScope")) {
            to.put("cacheScope", "private");
        }
    }

    /**
     * What servers say of themselves at the beginning.
     *
     * @param name of the virtual connection
     */
    static ObjectNode introductions(String name, List<Part> parts) {
        ObjectNode merged = Json.read(parts.get(0).answer().json());
        ObjectNode result = Json.object(merged, RESULT);
        ObjectNode capabilities = Json.object();
        StringBuilder instructions = new StringBuilder();
        for (Part part : parts) {
            ObjectNode own = Json.object(Json.read(part.answer().json()), RESULT);
            unite(capabilities, Json.object(own, "capabilities"));
            String text = Json.text(own, "instructions");
            if (text != null && !text.isEmpty()) {
                instructions
                        .append(instructions.isEmpty() ? "" : "\n\n")
                        .append("Tools and prompts that begin with ")
                        .append(part.member().prefix())
                        .append(":\n")
                        .append(text);
            }
            older(result, own);
            caching(result, own);
        }
        result.set("capabilities", capabilities);
        result.remove("instructions");
        if (!instructions.isEmpty()) {
            result.put("instructions", instructions.toString());
        }
        nameServer(result, "serverInfo", name);
        nameServer(Json.object(result, META), META_SERVER_INFO, name);
        return merged;
    }

    private static void nameServer(ObjectNode holder, String field, String name) {
        if (holder != null && holder.has(field)) {
            holder.set(field, Json.object().put("name", name).put("version", "1"));
        }
    }

    /** The revision that all have agreed on: the oldest; or those that all support. */
    private static void older(ObjectNode to, ObjectNode from) {
        String version = Json.text(from, "protocolVersion");
        String agreed = Json.text(to, "protocolVersion");
        if (version != null && agreed != null && version.compareTo(agreed) < 0) {
            to.put("protocolVersion", version);
        }
        if (to.get(SUPPORTED) instanceof ArrayNode all && from.get(SUPPORTED) instanceof ArrayNode own) {
            for (Iterator<JsonNode> each = all.iterator(); each.hasNext(); ) {
                JsonNode supported = each.next();
                boolean both = false;
                for (JsonNode other : own) {
                    both |= other.equals(supported);
                }
                if (!both) {
                    each.remove();
                }
            }
        }
    }

    /** What any of them can do. */
    private static void unite(ObjectNode to, ObjectNode from) {
        if (from == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> property : from.properties()) {
            JsonNode known = to.get(property.getKey());
            if (known instanceof ObjectNode object && property.getValue() instanceof ObjectNode more) {
                unite(object, more);
            } else if (known == null || (known.isBoolean() && !known.booleanValue())) {
                to.set(property.getKey(), property.getValue());
            }
        }
    }
}
