/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a client says, in the words of the member that it is for. Every byte that names nothing stays as it is. */
final class Inward {
    private static final String PARAMS = "params";

    private Inward() {}

    /**
     * A message for one member.
     *
     * @param own what it asks for, as the member calls it
     */
    record Addressed<M extends Message>(Member member, String own, M message) {}

    /** What a message names, and who has it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Found(Member member, String outer, String own, byte[] payload) {}

    /** Whether a request is for the one member whose tool, prompt, resource or task it names. */
    static boolean isForOne(String method) {
        return switch (method) {
            case "tools/call", "prompts/get", "completion/complete" -> true;
            case "resources/read", "resources/subscribe", "resources/unsubscribe" -> true;
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update" -> true;
            default -> false;
        };
    }

    /** A request that {@link #isForOne}; empty if it names nothing that a member has. */
    static Optional<Addressed<Message.Request>> request(Message.Request request, List<Member> members) {
        return named(request, members)
                .map(found -> new Addressed<>(
                        found.member(), found.own(), request.renamed(found.outer(), found.own(), found.payload())));
    }

    private static Optional<Found> named(Message.Request request, List<Member> members) {
        byte[] payload = request.payload();
        return switch (request.method()) {
            case "tools/call", "prompts/get" -> find(payload, members, Member::ownName, PARAMS, "name");
            case "completion/complete" ->
                find(payload, members, Member::ownName, PARAMS, "ref", "name")
                        .or(() -> find(payload, members, Member::ownUri, PARAMS, "ref", "uri"));
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update" ->
                find(payload, members, Member::ownId, PARAMS, "taskId");
            default -> find(payload, members, Member::ownUri, PARAMS, "uri");
        };
    }

    /** Finds whose it is, and has the message call it by its own name. */
    private static Optional<Found> find(
            byte[] payload, List<Member> members, BiFunction<Member, String, String> naming, String... path) {
        String outer = Members.text(payload, path).orElse("");
        for (Member member : members) {
            String own = naming.apply(member, outer);
            if (own != null) {
                byte[] renamed = Members.replaced(payload, Answers.string(own), path);
                return Optional.of(new Found(member, outer, own, renamed));
            }
        }
        return Optional.empty();
    }

    /** The rest of a list, from one member; empty if that has told all of its. */
    static Optional<Message.Request> page(Message.Request request, Member member) {
        Optional<String> cursor = Members.text(request.payload(), PARAMS, Cursors.CURSOR);
        return cursor.isEmpty()
                ? Optional.of(request)
                : Cursors.own(cursor.get(), member)
                        .map(own -> request.with(
                                Members.replaced(request.payload(), Answers.string(own), PARAMS, Cursors.CURSOR)));
    }

    /** A request for changes, without the resources of others. */
    static Message.Request listen(Message.Request request, Member member) {
        ObjectNode message = Json.read(request.payload());
        ObjectNode wanted = Json.object(Json.object(message, PARAMS), "notifications");
        if (wanted == null || !(wanted.get("resourceSubscriptions") instanceof ArrayNode uris)) {
            return request;
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
        return request.with(Json.bytes(message));
    }

    /** An answer to a member's request; empty if it answers none. */
    static Optional<Addressed<Message.Response>> response(Message.Response response, List<Member> members) {
        return token(response.payload(), members, "id").map(found -> {
            RequestId id =
                    RequestId.read(found.own().getBytes(StandardCharsets.UTF_8)).orElseThrow();
            return new Addressed<>(found.member(), found.own(), response.withId(id, found.payload()));
        });
    }

    /** A notification that is for one member; empty if it is for all. */
    static Optional<Addressed<Message.Notification>> notification(
            Message.Notification notification, List<Member> members) {
        return notification.method().equals("notifications/progress")
                ? token(notification.payload(), members, PARAMS, "progressToken")
                        .map(found -> new Addressed<>(
                                found.member(),
                                found.own(),
                                new Message.Notification(notification.method(), notification.name(), found.payload())))
                : Optional.empty();
    }

    private static Optional<Found> token(byte[] payload, List<Member> members, String... path) {
        String outer = Members.text(payload, path).orElse("");
        for (Member member : members) {
            String own = member.ownId(outer);
            if (own != null && Outward.isToken(own)) {
                return Optional.of(new Found(member, outer, own, Members.replaced(payload, own, path)));
            }
        }
        return Optional.empty();
    }
}
