/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.policy.message.JsonText;
import io.weir.policy.message.Methods;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What whoever waits for an answer gets in place of a blocked message. */
final class Answers {

    /** JSON-RPC error code of a block. Own codes lie outside of -32768..-32000. */
    static final int BLOCKED = -31001;

    private static final byte[] NO_ID = utf8("null");

    private Answers() {}

    /**
     * The answer to a blocked message; null for a notification, to which none is due.
     *
     * <p>A blocked tool call is a tool's error, which reaches the model. Anything else is a JSON-RPC error; so is what
     * takes the place of a blocked response, since that must not look like the tool's own result.
     *
     * @param id the message's id as it is written; null if it is not known
     * @param rule the rule that blocked; empty if none did
     * @param modern true if results have a {@code resultType}, which they must from 2026-07-28 on
     */
    static byte[] blocked(
            CompiledPolicy policy, GovernedMessage message, byte[] id, String rule, String reason, boolean modern) {
        if (message.kind() == MessageKind.NOTIFICATION) {
            return null;
        }
        String text = text(rule, reason);
        boolean toolCall = message.kind() != MessageKind.RESPONSE
                && message.direction() == Direction.CLIENT_TO_SERVER
                && message.method().equals(Methods.TOOLS_CALL);
        return toolCall && id != null
                ? toolError(id, text, modern)
                : error(policy, id == null ? NO_ID : id, rule, text);
    }

    private static String text(String rule, String reason) {
        return "Blocked by policy" + (reason.isEmpty() ? "" : ": " + reason)
                + (rule.isEmpty() ? "" : " (rule " + rule + ")");
    }

    private static byte[] toolError(byte[] id, String text, boolean modern) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(utf8("{\"jsonrpc\":\"2.0\",\"id\":"));
        out.writeBytes(id);
        out.writeBytes(utf8(",\"result\":{" + (modern ? "\"resultType\":\"complete\"," : "")));
        out.writeBytes(utf8("\"content\":[{\"type\":\"text\",\"text\":"));
        JsonText.write(text, out);
        out.writeBytes(utf8("}],\"isError\":true}}"));
        return out.toByteArray();
    }

    private static byte[] error(CompiledPolicy policy, byte[] id, String rule, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(utf8("{\"jsonrpc\":\"2.0\",\"id\":"));
        out.writeBytes(id);
        out.writeBytes(utf8(",\"error\":{\"code\":" + BLOCKED + ",\"message\":"));
        JsonText.write(text, out);
        out.writeBytes(utf8(",\"data\":{\"rule\":"));
        JsonText.write(rule, out);
        out.writeBytes(utf8(",\"policy\":"));
        JsonText.write(policy.name() + "/" + policy.version(), out);
        out.writeBytes(utf8("}}}"));
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
