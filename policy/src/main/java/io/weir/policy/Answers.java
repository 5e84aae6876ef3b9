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

    private static final int METHOD_NOT_FOUND = -32601;
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
                : error(policy, BLOCKED, id == null ? NO_ID : id, rule, text);
    }

    /**
     * The answer to a request of a method that the connection does not let through: to its sender, it does not exist (JSON-RPC 2.0,
     * section 5.1).
     *
     * @param id as for a blocked message
     */
    static byte[] unknownMethod(CompiledPolicy policy, GovernedMessage message, byte[] id, String reason) {
        return message.kind() == MessageKind.NOTIFICATION
                ? null
                : error(policy, METHOD_NOT_FOUND, id == null ? NO_ID : id, "", text("", reason));
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

    private static byte[] error(CompiledPolicy policy, int code, byte[] id, String rule, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(utf8("{\"jsonrpc\":\"2.0\",\"id\":"));
        out.writeBytes(id);
        out.writeBytes(utf8(",\"error\":{\"code\":" + code + ",\"message\":"));
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
