/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageHeaders;

/** One call of an upstream, from its request to the end of its answer. */
final class HttpCall implements UpstreamCall {
    private static final int MAX_SESSION_ID_CHARS = 1024;

    private final int maxMessageBytes;
    private final boolean inSession;
    private final boolean expectsMessage;
    private final UpstreamListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile HttpExchange exchange;
    private volatile AnswerBody body;
    private volatile int status;

    /** @param expectsMessage false if a 200 says all there is to say, whatever comes with it */
    HttpCall(int maxMessageBytes, boolean inSession, boolean expectsMessage, UpstreamListener listener) {
        this.expectsMessage = expectsMessage;
        this.inSession = inSession;
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    /** Before it starts. */
    void carriedBy(HttpExchange http) {
        exchange = http;
    }

    @Override
    public void consumed() {
        AnswerBody current = body;
        if (current != null) {
            current.consumed();
        }
    }

    @Override
    public void cancel() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Broken off by the gateway"));
        exchange.close();
    }

    @Override
    public String lastEventId() {
        return body instanceof EventBody events ? events.lastEventId() : "";
    }

    @Override
    public OptionalLong retryMillis() {
        return body instanceof EventBody events ? events.retryMillis() : OptionalLong.empty();
    }

    @Override
    public int status() {
        return status;
    }

    /** Whether this ended it. */
    boolean end(UpstreamEnd end) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            listener.ended(end);
        }
        return first;
    }

    /** Hands over the only message; ended already then, so that nobody breaks off what is over. */
    void complete(byte[] json) {
        if (ended.compareAndSet(false, true)) {
            listener.message(json);
            listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
        }
    }

    boolean hasEnded() {
        return ended.get();
    }

    /**
     * The answer begins.
     *
     * @param announcedBytes the length of its body, negative if unknown
     * @return what reads its body; null if that is not worth it
     */
    AnswerBody open(HttpResponse answer, long announcedBytes) {
        UpstreamEnd refusal = refusal(answer, announcedBytes);
        if (refusal != null) {
            boolean isShort = announcedBytes >= 0 && announcedBytes <= DiscardedBody.MAX_BYTES;
            return end(refusal) && isShort ? new DiscardedBody() : null;
        }
        boolean streamed = mediaType(answer).equals("text/event-stream");
        AnswerBody opened = streamed
                ? new EventBody(this, listener, maxMessageBytes)
                : new JsonBody(this, maxMessageBytes, announcedBytes);
        body = opened;
        status = answer.getCode();
        if (ended.get()) {
            return null;
        }
        listener.begun(this, value(answer, "Mcp-Session-Id"), streamed);
        return opened;
    }

    /** Why this answer carries no message; null if it does. */
    private UpstreamEnd refusal(HttpResponse answer, long announcedBytes) {
        int code = answer.getCode();
        return switch (code) {
            case 200 ->
                expectsMessage ? unreadable(answer, announcedBytes) : UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
            case 202, 204 -> UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
            case 404 ->
                inSession
                        ? UpstreamEnd.of(UpstreamEnd.Kind.SESSION_GONE, "The upstream has ended the session")
                        : error(answer, announcedBytes);
            case 400 -> error(answer, announcedBytes);
            case 405 -> UpstreamEnd.status(UpstreamEnd.Kind.NOT_OFFERED, code);
            default -> UpstreamEnd.status(UpstreamEnd.Kind.INVALID, code);
        };
    }

    /**
     * Without a session, a refusal is told as a message as well (MCP 2026-07-28, "Protocol Version Header"), and clients learn from it
     * which revisions the server speaks.
     */
    private UpstreamEnd error(HttpResponse answer, long announcedBytes) {
        boolean message = !inSession
                && expectsMessage
                && announcedBytes != 0
                && mediaType(answer).equals("application/json")
                && unreadable(answer, announcedBytes) == null;
        return message ? null : UpstreamEnd.status(UpstreamEnd.Kind.INVALID, answer.getCode());
    }

    private static UpstreamEnd unreadable(MessageHeaders headers, long announcedBytes) {
        String type = mediaType(headers);
        if (type.isEmpty() && announcedBytes == 0) {
            return UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
        }
        if (!type.equals("application/json") && !type.equals("text/event-stream")) {
            return UpstreamEnd.invalid("The upstream's answer is neither JSON nor an event stream");
        }
        String encoding = value(headers, "Content-Encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            return UpstreamEnd.invalid("The upstream compressed its answer unasked");
        }
        return isAcceptable(value(headers, "Mcp-Session-Id"))
                ? null
                : UpstreamEnd.invalid("The upstream's session id is not of visible ASCII, or too long");
    }

    private static boolean isAcceptable(String sessionId) {
        return sessionId.length() <= MAX_SESSION_ID_CHARS && sessionId.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    private static String mediaType(MessageHeaders headers) {
        String type = value(headers, "Content-Type");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static String value(MessageHeaders headers, String name) {
        Header first = headers.getFirstHeader(name);
        return first == null || first.getValue() == null ? "" : first.getValue();
    }
}
