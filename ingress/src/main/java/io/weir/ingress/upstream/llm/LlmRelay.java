/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.ingress.upstream.http.HttpRelay;
import io.weir.policy.message.ChatMethods;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Calls language models. MCP's own methods it answers itself: all that is upstream is the model. Thread-safe; no method blocks. */
public final class LlmRelay implements Relay {
    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final byte[] NO_ID = "null".getBytes(StandardCharsets.US_ASCII);

    private final ModelApi api;
    private final McpFace mcp;

    /**
     * @param timer runs what is to happen later; its tasks do not block
     * @param maxMessageBytes longest answer of a model
     * @param partInterval shortest time between two parts of a streamed answer that are passed on
     */
    public LlmRelay(HttpRelay http, ScheduledExecutorService timer, int maxMessageBytes, Duration partInterval) {
        this.api = new ModelApi(http, timer, maxMessageBytes, partInterval);
        this.mcp = new McpFace(api);
    }

    @Override
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        String method = Members.value(message, "method").map(ChatJson::text).orElse("");
        Optional<byte[]> id = Members.value(message, "id");
        byte[] params = Members.value(message, "params").orElse(EMPTY_OBJECT);
        boolean fromMcp = !session.protocolVersion().isEmpty();
        if (method.equals(ChatMethods.COMPLETIONS) && !fromMcp) {
            return api.complete(upstream, id.orElse(NO_ID), params, listener);
        }
        if (method.equals(ChatMethods.MODELS) && !fromMcp) {
            return api.models(upstream, id.orElse(NO_ID), listener);
        }
        return mcp.post(upstream, session, method, id.orElse(null), params, listener);
    }

    /** A model says nothing by itself. */
    @Override
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.NOT_OFFERED, "A language model has no stream of its own"));
        return OwnAnswer.OVER;
    }

    @Override
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, ""));
        return OwnAnswer.OVER;
    }
}
