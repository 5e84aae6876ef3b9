/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.json.CanonicalJson;
import io.weir.json.Digests;
import io.weir.model.Principal;
import io.weir.policy.message.ChatMethods;

/**
 * What an approval binds: SHA-256 over the canonical form (RFC 8785) of connection, method, name, params, principal
 * and policy. The params are those that came, before any masking, without MCP's {@code _meta}: a repeat of the
 * identical call has another progress token.
 */
final class RequestDigest {

    private RequestDigest() {}

    /**
     * Lower-case hex.
     *
     * @throws IllegalArgumentException if the params hold a number that has no exact double, so that two different
     *     requests would have the same canonical form
     */
    static String of(CompiledPolicy policy, GovernedMessage message, String name, byte[] params) {
        JsonNode body = CanonicalJson.parse(params);
        if (body instanceof ObjectNode object && !ChatMethods.isOne(message.method())) {
            object.remove("_meta");
        }
        Principal principal = message.principal();
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("connection", message.connection().name());
        request.put("method", message.method());
        request.put("name", name);
        request.set("params", body);
        request.put("principal", principal.key());
        principal.onBehalfOf().ifPresent(subject -> request.put("onBehalfOf", subject));
        request.put("policy", policy.hash());
        return Digests.sha256Hex(CanonicalJson.canonicalizeExactly(request));
    }
}
