/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import io.weir.policy.message.ChatMethods;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Calls of an OpenAI-compatible API as JSON-RPC messages, which is what is decided and recorded: a call's body is the params, and the
 * answer's body the result. The bodies keep their bytes.
 */
public final class Chats {
    private static final byte[] END = {'}'};
    private static final byte[] ID = {'1'};

    private Chats() {}

    /** A request; its id says nothing, since the answer comes on its own connection. */
    public static byte[] request(String method, byte[] body) {
        return join(
                utf8("{\"jsonrpc\":\"2.0\",\"id\":"),
                ID,
                utf8(",\"method\":\"" + method + "\",\"params\":"),
                body,
                END);
    }

    /** The answer to the request with this id. */
    public static byte[] response(byte[] id, byte[] body) {
        return join(utf8("{\"jsonrpc\":\"2.0\",\"id\":"), id, utf8(",\"result\":"), body, END);
    }

    /** A part of an answer that is streamed. */
    public static byte[] part(byte[] chunk) {
        return join(utf8("{\"jsonrpc\":\"2.0\",\"method\":\"" + ChatMethods.CHUNK + "\",\"params\":"), chunk, END);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
