/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.events.Direction;
import java.util.Set;

/**
 * The calls of an OpenAI-compatible API, as methods: on a connection of kind {@code llm} a call's body is the params of a
 * JSON-RPC request, and the answer's body its result.
 */
public final class ChatMethods {

    /** {@code POST /chat/completions}. */
    public static final String COMPLETIONS = "chat/completions";

    /** A part of the answer to {@link #COMPLETIONS}, while that is streamed: a notification of the server. */
    public static final String CHUNK = "chat/completions/chunk";

    /** {@code GET /models}. */
    public static final String MODELS = "models/list";

    private static final Set<String> ALL = Set.of(COMPLETIONS, CHUNK, MODELS);

    private ChatMethods() {}

    /** True if this is one of these methods. */
    public static boolean isOne(String method) {
        return ALL.contains(method);
    }

    /** True if a client may call this. */
    public static boolean isKnownRequest(String method, Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER && (method.equals(COMPLETIONS) || method.equals(MODELS));
    }

    /** True if the upstream may tell this. */
    public static boolean isKnownNotification(String method, Direction direction) {
        return direction == Direction.SERVER_TO_CLIENT && method.equals(CHUNK);
    }
}
