/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** What is posted to the server's endpoint in one session, each message once. */
final class Outgoing {
    /** An answer may have been on its way when its request was taken back. */
    private static final long TAKEN_BACK_MS = 1_000;

    private static final int NOT_FOUND = 404;

    private final SseSession session;
    private final SseRelay.Tools tools;
    private final OpenCalls calls;
    private final URI endpoint;

    /** @param endpoint of the upstream's own origin */
    Outgoing(SseSession session, SseRelay.Tools tools, OpenCalls calls, URI endpoint) {
        this.session = session;
        this.tools = tools;
        this.calls = calls;
        this.endpoint = endpoint;
    }

    /** A request, which the server answers on its stream; it ends here only if the server does not take it. */
    void request(Upstream upstream, SseCall call, String protocolVersion, byte[] message) {
        call.deliveredBy(send(upstream, call.toSend(message), protocolVersion, end -> {
            call.delivered();
            if (!end.isAccepted()) {
                calls.close(call);
                if (call.end(call.isInitialize() ? notOpened(end) : end) && call.isInitialize()) {
                    session.close(end);
                }
            }
        }));
    }

    /** What has not begun cannot be gone. */
    private static UpstreamEnd notOpened(UpstreamEnd end) {
        return end.kind() == UpstreamEnd.Kind.SESSION_GONE
                ? UpstreamEnd.status(UpstreamEnd.Kind.INVALID, NOT_FOUND)
                : end;
    }

    /** A notification, or an answer to a request of the server. */
    UpstreamCall oneWay(Upstream upstream, Message message, String protocolVersion, UpstreamListener listener) {
        return message instanceof Message.Notification notification
                        && notification.takesBack().isPresent()
                ? takeBack(upstream, notification, protocolVersion, listener)
                : send(upstream, message.payload(), protocolVersion, listener::ended);
    }

    private UpstreamCall takeBack(
            Upstream upstream, Message.Notification notification, String protocolVersion, UpstreamListener listener) {
        Optional<SseCall> open = notification.takesBack().flatMap(calls::ofClient);
        if (open.isEmpty()) {
            // What is not open cannot be taken back.
            listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, ""));
            return SseRelay.OVER;
        }
        SseCall call = open.get();
        byte[] message = Members.replaced(notification.payload(), call.ownId(), "params", "requestId");
        return send(upstream, message, protocolVersion, end -> {
            listener.ended(end);
            // Servers do not answer what was taken back (MCP, "Cancellation").
            tools.later(TAKEN_BACK_MS, () -> takenBack(call));
        });
    }

    private void takenBack(SseCall call) {
        calls.close(call);
        call.end(UpstreamEnd.of(
                UpstreamEnd.Kind.BROKEN, "The request was taken back, and the upstream did not answer it"));
    }

    private UpstreamCall send(Upstream upstream, byte[] message, String protocolVersion, Consumer<UpstreamEnd> taken) {
        return tools.http().post(upstream, endpoint, protocolVersion, message, new Delivery(session, taken));
    }
}
