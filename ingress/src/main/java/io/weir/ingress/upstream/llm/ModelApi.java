/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import io.weir.ingress.jsonrpc.JsonMembers;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.http.HttpRelay;
import io.weir.policy.resource.Target;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** The calls of an OpenAI-compatible API. */
final class ModelApi {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final byte[] NOTHING = {};

    private final HttpRelay http;
    private final ScheduledExecutorService timer;
    private final int maxMessageBytes;
    private final Duration partInterval;

    ModelApi(HttpRelay http, ScheduledExecutorService timer, int maxMessageBytes, Duration partInterval) {
        this.http = http;
        this.timer = timer;
        this.maxMessageBytes = maxMessageBytes;
        this.partInterval = partInterval;
    }

    /**
     * A chat completion; streamed if the body wants it so.
     *
     * @param id of the message that the answer answers
     */
    UpstreamCall complete(Upstream upstream, byte[] id, byte[] body, UpstreamListener listener) {
        Map<String, byte[]> members = JsonMembers.of(body);
        boolean streamed = JsonMembers.isTrue(members.get("stream"));
        byte[] sent = members.containsKey("model") ? body : withModel(body, model(upstream), members.isEmpty());
        Completion completion =
                new Completion(id, streamed ? new PartTimer(timer, partInterval) : null, maxMessageBytes, listener);
        UpstreamCall call = http.call(
                upstream, "POST", "/chat/completions", streamed ? EVENTS + ", " + JSON : JSON, sent, completion);
        return completion.of(call);
    }

    /** The models that there are. */
    UpstreamCall models(Upstream upstream, byte[] id, UpstreamListener listener) {
        Completion answer = new Completion(id, null, maxMessageBytes, listener);
        return answer.of(http.call(upstream, "GET", "/models", JSON, NOTHING, answer));
    }

    /** The model of calls that name none. */
    static Optional<String> model(Upstream upstream) {
        return upstream.target() instanceof Target.Llm llm ? llm.model() : Optional.empty();
    }

    private static byte[] withModel(byte[] body, Optional<String> model, boolean empty) {
        if (model.isEmpty()) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64);
        out.writeBytes(ChatJson.utf8("{\"model\":" + ChatJson.quoted(model.get()) + (empty ? "" : ",")));
        out.write(body, 1, body.length - 1);
        return out.toByteArray();
    }
}
