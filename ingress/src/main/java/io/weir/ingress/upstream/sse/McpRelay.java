/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.policy.resource.Target;
import io.weir.policy.resource.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Calls MCP servers over HTTP, each by the transport that it speaks. Thread-safe; no method blocks. */
public final class McpRelay implements Relay {
    private static final byte[] METHOD = ('"' + Message.Request.INITIALIZE + '"').getBytes(StandardCharsets.US_ASCII);

    private final Relay http;
    private final SseRelay sse;
    private final MessageParser parser;

    /**
     * @param http for servers of Streamable HTTP
     * @param sse for those of HTTP+SSE
     */
    public McpRelay(Relay http, SseRelay sse, MessageParser parser) {
        this.http = http;
        this.sse = sse;
        this.parser = parser;
    }

    @Override
    public UpstreamCall post(Upstream upstream, UpstreamSession session, byte[] message, UpstreamListener listener) {
        if (isToBeDetected(upstream, session)) {
            Optional<Message.Request> initialize = initialize(message);
            if (initialize.isPresent()) {
                return new Detection(sse, upstream, session, initialize.get(), listener).begin(http);
            }
        }
        return relay(upstream, session).post(upstream, session, message, listener);
    }

    @Override
    public UpstreamCall get(Upstream upstream, UpstreamSession session, String lastEventId, UpstreamListener listener) {
        return relay(upstream, session).get(upstream, session, lastEventId, listener);
    }

    @Override
    public UpstreamCall delete(Upstream upstream, UpstreamSession session, UpstreamListener listener) {
        return relay(upstream, session).delete(upstream, session, listener);
    }

    /** A session stays with the transport that it was opened on. */
    private Relay relay(Upstream upstream, UpstreamSession session) {
        return SseRelay.isOurs(session.sessionId()) || transport(upstream) == Transport.SSE ? sse : http;
    }

    private static boolean isToBeDetected(Upstream upstream, UpstreamSession session) {
        return transport(upstream) == Transport.AUTO && session.sessionId().isEmpty() && !session.stateless();
    }

    private static Transport transport(Upstream upstream) {
        return upstream.target() instanceof Target.Mcp mcp ? mcp.transport() : Transport.HTTP;
    }

    /** A server of Streamable HTTP need not give out session ids, so other messages look the same from outside. */
    private Optional<Message.Request> initialize(byte[] message) {
        if (!mentions(message)) {
            return Optional.empty();
        }
        try {
            return parser.parse(message) instanceof Message.Request request && request.isInitialize()
                    ? Optional.of(request)
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Whether it is worth reading a second time. */
    private static boolean mentions(byte[] message) {
        for (int from = 0; from <= message.length - METHOD.length; from++) {
            if (message[from] == '"' && Arrays.equals(message, from, from + METHOD.length, METHOD, 0, METHOD.length)) {
                return true;
            }
        }
        return false;
    }
}
