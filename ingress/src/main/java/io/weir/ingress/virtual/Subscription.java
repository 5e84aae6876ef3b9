/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.exchange.ClientReply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the members say to a {@code subscriptions/listen} that goes to several members. The first that it hears must be what all have agreed
 * to (MCP 2026-07-28, "Acknowledgment"), so that what one says before is kept until then. Thread-safe.
 */
final class Subscription implements Gathering.Voices {
    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
    private static final String PARAMS = "params";
    private static final String NOTIFICATIONS = "notifications";
    private static final int MAX_KEPT = 256;

    private final ClientReply client;
    private final Set<String> silent = new HashSet<>();
    private final List<byte[]> kept = new ArrayList<>();
    private ObjectNode agreed;
    private boolean told;

    Subscription(List<Member> members, ClientReply client) {
        this.client = client;
        members.forEach(member -> silent.add(member.name()));
    }

    @Override
    public synchronized void said(Member member, byte[] json) {
        ObjectNode message = Json.read(json);
        if (!ACKNOWLEDGED.equals(Json.text(message, "method"))) {
            tell(Outward.message(member, json));
            return;
        }
        ObjectNode own = Json.object(Json.object(message, PARAMS), NOTIFICATIONS);
        rename(member, own);
        if (agreed == null) {
            agreed = message;
        } else {
            unite(Json.object(Json.object(agreed, PARAMS), NOTIFICATIONS), own);
        }
        over(member);
    }

    private static void rename(Member member, ObjectNode own) {
        if (own != null && own.get("resourceSubscriptions") instanceof ArrayNode uris) {
            ArrayNode outer = own.putArray("resourceSubscriptions");
            uris.forEach(uri -> outer.add(member.outerUri(uri.asText())));
        }
    }

    private static void unite(ObjectNode to, ObjectNode from) {
        if (to == null || from == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> property : from.properties()) {
            if (to.get(property.getKey()) instanceof ArrayNode all && property.getValue() instanceof ArrayNode more) {
                all.addAll(more);
            } else if (!to.path(property.getKey()).asBoolean()) {
                to.set(property.getKey(), property.getValue());
            }
        }
    }

    private void tell(byte[] json) {
        if (told) {
            client.message(json, -1);
        } else if (kept.size() < MAX_KEPT) {
            kept.add(json);
        }
    }

    /** A member has agreed, or has refused. */
    @Override
    public synchronized void over(Member member) {
        silent.remove(member.name());
        if (silent.isEmpty() && !told && agreed != null) {
            told = true;
            client.message(Json.bytes(agreed), -1);
            kept.forEach(json -> client.message(json, -1));
            kept.clear();
        }
    }
}
