/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;

/** One HTTP exchange with an upstream, from its request to the end of its answer. */
public final class UpstreamCall {
    private static final int MAX_SESSION_ID_CHARS = 1024;

    private final int maxMessageBytes;
    private final boolean inSession;
    private final boolean expectsMessage;
    private final UpstreamListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile CompletableFuture<?> exchange;
    private volatile AnswerBody body;

    /** @param expectsMessage false if a 200 says all there is to say, whatever comes with it */
    UpstreamCall(int maxMessageBytes, boolean inSession, boolean expectsMessage, UpstreamListener listener) {
        this.expectsMessage = expectsMessage;
        this.inSession = inSession;
        this.maxMessageBytes = maxMessageBytes;
        this.listener = listener;
    }

    void start(HttpClient http, HttpRequest request) {
        CompletableFuture<?> sent = http.sendAsync(request, this::open);
        // Not the stage that whenComplete returns: cancelling that would not cancel the exchange.
        exchange = sent;
        CompletableFuture<?> unused = sent.whenComplete((response, failure) -> {
            if (failure != null) {
                end(explain(failure));
            }
        });
        if (ended.get()) {
            // Cancelled before the line above.
            sent.cancel(true);
        }
    }

    /** Acknowledges one message; the upstream is read on only while few are unacknowledged. */
    public void consumed() {
        AnswerBody current = body;
        if (current != null) {
            current.consumed();
        }
    }

    /** Breaks the call off. The listener hears of it, unless the call had already ended. */
    public void cancel() {
        if (!ended.compareAndSet(false, true)) {
            // Its connection may be in use for the next call.
            return;
        }
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Broken off by the gateway"));
        AnswerBody current = body;
        CompletableFuture<?> running = exchange;
        if (current != null) {
            current.cancel();
        } else if (running != null) {
            // Only before there is an answer: cancelling the exchange closes its connection, even if that is back in
            // the
            // pool by then and carries another call.
            running.cancel(true);
        }
    }

    /** The last event id of a streamed answer, empty if it gave none. */
    public String lastEventId() {
        return body instanceof EventBody events ? events.lastEventId() : "";
    }

    /** The reconnection time that a streamed answer asked for, milliseconds. */
    public OptionalLong retryMillis() {
        return body instanceof EventBody events ? events.retryMillis() : OptionalLong.empty();
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

    private BodySubscriber<Void> open(ResponseInfo answer) {
        UpstreamEnd refusal = refusal(answer.statusCode(), answer.headers());
        if (refusal != null) {
            OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
            return new DiscardedBody(end(refusal) ? length : OptionalLong.empty());
        }
        boolean streamed = mediaType(answer.headers()).equals("text/event-stream");
        AnswerBody opened = streamed
                ? new EventBody(this, listener, maxMessageBytes)
                : new JsonBody(this, listener, maxMessageBytes);
        body = opened;
        if (ended.get()) {
            // Cancelled: either here or there, it is seen.
            return new DiscardedBody(OptionalLong.empty());
        }
        listener.begun(this, answer.headers().firstValue("Mcp-Session-Id").orElse(""), streamed);
        return BodySubscribers.fromSubscriber(opened, subscriber -> null);
    }

    /** Why this answer carries no message; null if it does. */
    private UpstreamEnd refusal(int status, HttpHeaders headers) {
        return switch (status) {
            case 200 -> expectsMessage ? unreadable(headers) : UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
            case 202, 204 -> UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
            // Without a session it only means a wrong URL.
            case 404 ->
                inSession
                        ? UpstreamEnd.of(UpstreamEnd.Kind.SESSION_GONE, "The upstream has ended the session")
                        : UpstreamEnd.invalid("The upstream answered with HTTP status 404");
            case 405 -> UpstreamEnd.of(UpstreamEnd.Kind.NOT_OFFERED, "The upstream answered with HTTP status 405");
            default -> UpstreamEnd.invalid("The upstream answered with HTTP status " + status);
        };
    }

    private static UpstreamEnd unreadable(HttpHeaders headers) {
        String type = mediaType(headers);
        if (type.isEmpty() && headers.firstValueAsLong("Content-Length").orElse(0) == 0) {
            return UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
        }
        if (!type.equals("application/json") && !type.equals("text/event-stream")) {
            return UpstreamEnd.invalid("The upstream's answer is neither JSON nor an event stream");
        }
        if (!headers.firstValue("Content-Encoding").orElse("identity").equalsIgnoreCase("identity")) {
            return UpstreamEnd.invalid("The upstream compressed its answer unasked");
        }
        return isAcceptable(headers.firstValue("Mcp-Session-Id").orElse(""))
                ? null
                : UpstreamEnd.invalid("The upstream's session id is not of visible ASCII, or too long");
    }

    private static boolean isAcceptable(String sessionId) {
        return sessionId.length() <= MAX_SESSION_ID_CHARS && sessionId.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    private static String mediaType(HttpHeaders headers) {
        String type = headers.firstValue("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static UpstreamEnd explain(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean unsent = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
        return unsent
                ? UpstreamEnd.of(UpstreamEnd.Kind.UNREACHABLE, "The upstream could not be reached")
                : UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, "The connection broke before the answer was complete");
    }
}
