/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import java.util.List;
import java.util.Optional;

/** Messages for tests. */
public final class Messages {

    public static final Principal ALICE =
            new Principal("alice-1", "alice", List.of("analysts"), "cli", "https://issuer.example", Optional.empty());

    private Messages() {}

    public static GovernedMessage call(String tool, String arguments) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
        return of(MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, "tools/call", tool, json);
    }

    public static GovernedMessage request(String method, String params) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
        return of(MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, method, "", json);
    }

    public static GovernedMessage result(String method, String result) {
        return result(method, "", result);
    }

    public static GovernedMessage result(String method, String name, String result) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}";
        return of(MessageKind.RESPONSE, Direction.SERVER_TO_CLIENT, method, name, json);
    }

    public static GovernedMessage of(MessageKind kind, Direction direction, String method, String name, String json) {
        return of(kind, direction, Policies.customers(), method, name, json.getBytes(UTF_8), null);
    }

    public static GovernedMessage of(
            MessageKind kind,
            Direction direction,
            ConnectionResource connection,
            String method,
            String name,
            byte[] json,
            byte[] context) {
        return new GovernedMessage(kind, direction, ALICE, connection, method, name, json, context);
    }

    public static String text(byte[] json) {
        return json == null ? null : new String(json, UTF_8);
    }
}
