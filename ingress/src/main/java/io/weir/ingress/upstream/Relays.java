/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.policy.resource.Target;

/** Calls each upstream in the way that its kind is called. Thread-safe; no method blocks. */
public final class Relays implements Relay {
    private final Relay http;
    private final Relay llm;
    private final Relay agent;

    /**
     * @param http for servers over HTTP
     * @param llm for language models
     * @param agent for servers beside an agent
     */
    public Relays(Relay http, Relay llm, Relay agent) {
        this.http = http;
        this.llm = llm;
        this.agent = agent;
    }

    @Override
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        return relay(upstream).post(upstream, session, message, listener);
    }

    @Override
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        return relay(upstream).get(upstream, session, lastEventId, listener);
    }

    @Override
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        return relay(upstream).delete(upstream, session, listener);
    }

    private Relay relay(Upstream upstream) {
        if (upstream.target() instanceof Target.Llm) {
            return llm;
        }
        return upstream.target() instanceof Target.Stdio ? agent : http;
    }
}
