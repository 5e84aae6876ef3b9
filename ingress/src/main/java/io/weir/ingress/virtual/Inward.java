/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiFunction;

/** What a client says, in the words of the member that it is for. */
final class Inward {
    private static final String PARAMS = "params";

    private Inward() {}

    /**
     * A message for one member.
     *
     * @param name what it asks for, as the member calls it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Addressed(Member member, String name, byte[] payload) {}

    /** Whether a request is for the one member whose tool, prompt, resource or task it names. */
    static boolean isForOne(String method) {
        return switch (method) {
            case "tools/call", "prompts/get", "completion/complete" -> true;
            case "resources/read", "resources/subscribe", "resources/unsubscribe" -> true;
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update" -> true;
            default -> false;
        };
    }

    /** A request that {@link #isForOne}; null if it names nothing that a member has. */
    static Addressed request(String method, byte[] payload, List<Member> members) {
        ObjectNode message = Json.read(payload);
        ObjectNode params = Json.object(message, PARAMS);
        return switch (method) {
            case "tools/call", "prompts/get" -> find(message, params, "name", members, Member::ownName);
            case "completion/complete" -> completion(message, Json.object(params, "ref"), members);
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update" ->
                find(message, params, "taskId", members, Member::ownId);
            default -> find(message, params, "uri", members, Member::ownUri);
        };
    }

    private static Addressed completion(ObjectNode message, ObjectNode ref, List<Member> members) {
        Addressed prompt = find(message, ref, "name", members, Member::ownName);
        return prompt != null ? prompt : find(message, ref, "uri", members, Member::ownUri);
    }

    /** Finds whose it is, and has the message call it by its own name. */
    private static Addressed find(
            ObjectNode message,
            ObjectNode holder,
            String field,
            List<Member> members,
            BiFunction<Member, String, String> naming) {
        String outer = Json.text(holder, field);
        for (Member member : outer == null ? List.<Member>of() : members) {
            String own = naming.apply(member, outer);
            if (own != null) {
                holder.put(field, own);
                return new Addressed(member, own, Json.bytes(message));
            }
        }
        return null;
    }

    /** The rest of a list, from one member; null if that has told all of its. */
    static byte[] page(byte[] payload, Member member) {
        ObjectNode message = Json.read(payload);
        ObjectNode params = Json.object(message, PARAMS);
        String cursor = Json.text(params, Cursors.CURSOR);
        if (cursor == null) {
            return payload;
        }
        String own = Cursors.own(cursor, member);
        if (own == null) {
            return null;
        }
        params.put(Cursors.CURSOR, own);
        return Json.bytes(message);
    }

    /** A request for changes, without the resources of others. */
    static byte[] listen(byte[] payload, Member member) {
        ObjectNode message = Json.read(payload);
        ObjectNode wanted = Json.object(Json.object(message, PARAMS), "notifications");
        if (wanted == null || !(wanted.get("resourceSubscriptions") instanceof ArrayNode uris)) {
            return payload;
        }
        ArrayNode own = wanted.putArray("resourceSubscriptions");
        for (JsonNode uri : uris) {
            String ownUri = uri.isTextual() ? member.ownUri(uri.textValue()) : null;
            if (ownUri != null) {
                own.add(ownUri);
            }
        }
        if (own.isEmpty()) {
            wanted.remove("resourceSubscriptions");
        }
        return Json.bytes(message);
    }

    /** An answer to a member's request; null if it answers none. */
    static Addressed response(byte[] payload, List<Member> members) {
        ObjectNode message = Json.read(payload);
        return token(message, message, "id", members);
    }

    /** A notification that is for one member; null if it is for all. */
    static Addressed notification(String method, byte[] payload, List<Member> members) {
        if (!method.equals("notifications/progress")) {
            return null;
        }
        ObjectNode message = Json.read(payload);
        return token(message, Json.object(message, PARAMS), "progressToken", members);
    }

    private static Addressed token(ObjectNode message, ObjectNode holder, String field, List<Member> members) {
        String outer = Json.text(holder, field);
        for (Member member : outer == null ? List.<Member>of() : members) {
            String own = member.ownId(outer);
            if (own != null && Outward.isToken(own)) {
                holder.set(field, Json.value(own));
                return new Addressed(member, "", Json.bytes(message));
            }
        }
        return null;
    }
}
