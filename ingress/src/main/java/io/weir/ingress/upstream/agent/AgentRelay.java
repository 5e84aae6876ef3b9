/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.agent;

import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;

/**
 * Servers that run beside an agent are not called from here: the agent gets the verdict that lets a message through, and what it brings
 * back arrives as verdicts. All that is left is the stream of what the server says by itself, which stays open.
 */
public final class AgentRelay implements Relay {

    /** Only for a message whose verdict named no agent, because the connection was changed just then; so nobody has it. */
    @Override
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        listener.ended(UpstreamEnd.of(
                UpstreamEnd.Kind.UNREACHABLE, "The connection was changed while the message was decided on"));
        return OpenStream.over();
    }

    @Override
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        OpenStream stream = new OpenStream(listener);
        listener.begun(stream, "", true);
        return stream;
    }

    /** The agent hears of a session's end by the fact that tells it. */
    @Override
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, ""));
        return OpenStream.over();
    }
}
