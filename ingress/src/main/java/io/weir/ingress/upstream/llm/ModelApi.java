/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.http.HttpRelay;
import io.weir.policy.resource.Target;
import java.time.Duration;
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
        boolean streamed = ChatJson.wantsStream(body);
        byte[] sent = withModel(body, model(upstream));
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

    private static byte[] withModel(byte[] body, Optional<String> model) {
        return model.isEmpty() || Members.value(body, "model").isPresent()
                ? body
                : Members.with(body, "model", ChatJson.quoted(model.get()));
    }
}
