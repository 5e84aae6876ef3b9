/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.jsonrpc.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * What a member says, in words that tell whose it is. What names nothing stays as it is, to the byte. Two members may give the same id,
 * URI or task, so that these are told apart as well as names.
 */
final class Outward {
    private static final String RELATED_TASK = "io.modelcontextprotocol/related-task";
    private static final String META = "_meta";
    private static final String TASK_ID = "taskId";
    private static final String URI = "uri";

    private final Member member;
    private final ObjectNode message;
    private final byte[] payload;
    private boolean changed;

    private Outward(Member member, byte[] payload) {
        this.member = member;
        this.payload = payload;
        this.message = Json.read(payload);
    }

    /** An answer to a client's request of this method. */
    static byte[] answer(Member member, String method, byte[] payload) {
        Outward outward = new Outward(member, payload);
        ObjectNode result = Json.object(outward.message, "result");
        if (result != null && method.endsWith("/list")) {
            outward.list(result);
        } else if (result != null) {
            outward.result(result);
        }
        return outward.bytes();
    }

    /** A request or notification of the member's server. */
    static byte[] message(Member member, byte[] payload) {
        Outward outward = new Outward(member, payload);
        outward.said();
        return outward.bytes();
    }

    static boolean isToken(String json) {
        return RequestId.read(json.getBytes(StandardCharsets.UTF_8)).isPresent();
    }

    private byte[] bytes() {
        return changed ? Json.bytes(message) : payload;
    }

    private void said() {
        ObjectNode params = Json.object(message, "params");
        String method = Json.text(message, "method");
        if (message.has("id")) {
            token(message, "id");
            token(Json.object(params, META), "progressToken");
        } else if ("notifications/cancelled".equals(method)) {
            token(params, "requestId");
        } else if ("notifications/resources/updated".equals(method)) {
            uri(params, URI);
        } else if (method != null && method.startsWith("notifications/tasks")) {
            task(params);
        }
        related(params);
    }

    private void list(ObjectNode result) {
        each(result.get("tools"), this::name);
        each(result.get("prompts"), this::name);
        each(result.get("resources"), resource -> uri(resource, URI));
        each(result.get("resourceTemplates"), template -> uri(template, "uriTemplate"));
        each(result.get("tasks"), this::task);
    }

    private void result(ObjectNode result) {
        if (result == null) {
            return;
        }
        task(result);
        task(Json.object(result, "task"));
        blocks(result.get("content"));
        each(result.get("messages"), said -> blocks(said.get("content")));
        each(result.get("contents"), content -> uri(content, URI));
        related(result);
        // A task's outcome is the result of its call.
        result(Json.object(result, "result"));
    }

    private interface Rewriting {
        void of(ObjectNode object);
    }

    private static void each(JsonNode list, Rewriting rewriting) {
        if (list instanceof ArrayNode array) {
            for (JsonNode element : array) {
                if (element instanceof ObjectNode object) {
                    rewriting.of(object);
                }
            }
        }
    }

    /** Content blocks: one, or several. */
    private void blocks(JsonNode content) {
        if (content instanceof ObjectNode block) {
            block(block);
        }
        each(content, this::block);
    }

    private void block(ObjectNode block) {
        String type = Json.text(block, "type");
        if ("resource_link".equals(type)) {
            uri(block, URI);
        } else if ("resource".equals(type)) {
            uri(Json.object(block, "resource"), URI);
        }
    }

    private void related(ObjectNode holder) {
        task(Json.object(Json.object(holder, META), RELATED_TASK));
    }

    private void name(ObjectNode holder) {
        text(holder, "name", member::outerName);
    }

    private void uri(ObjectNode holder, String field) {
        text(holder, field, member::outerUri);
    }

    private void task(ObjectNode holder) {
        text(holder, TASK_ID, member::outerId);
    }

    private void text(ObjectNode holder, String field, UnaryOperator<String> naming) {
        String own = Json.text(holder, field);
        if (own != null) {
            holder.put(field, naming.apply(own));
            changed = true;
        }
    }

    private void token(ObjectNode holder, String field) {
        JsonNode own = holder == null ? null : holder.get(field);
        if (own != null && (own.isTextual() || own.isIntegralNumber())) {
            holder.put(field, member.outerId(own.toString()));
            changed = true;
        }
    }
}
