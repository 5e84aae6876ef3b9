/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.UpstreamEnd;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageHeaders;

/**
 * What an MCP server's answers mean (MCP, "Streamable HTTP").
 *
 * @param inSession whether the upstream has a session that may end
 * @param expectsMessage false if a 200 says all there is to say, whatever comes with it
 */
record McpAnswers(boolean inSession, boolean expectsMessage) implements AnswerRules {
    private static final int MAX_SESSION_ID_CHARS = 1024;

    @Override
    public UpstreamEnd refusal(HttpResponse answer, long announcedBytes) {
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
                && AnswerRules.mediaType(answer).equals("application/json")
                && unreadable(answer, announcedBytes) == null;
        return message ? null : UpstreamEnd.status(UpstreamEnd.Kind.INVALID, answer.getCode());
    }

    private static UpstreamEnd unreadable(MessageHeaders headers, long announcedBytes) {
        if (AnswerRules.mediaType(headers).isEmpty() && announcedBytes == 0) {
            return UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, "");
        }
        UpstreamEnd unreadable = AnswerRules.unreadable(headers);
        if (unreadable != null) {
            return unreadable;
        }
        return isAcceptable(AnswerRules.value(headers, "Mcp-Session-Id"))
                ? null
                : UpstreamEnd.invalid("The upstream's session id is not of visible ASCII, or too long");
    }

    private static boolean isAcceptable(String sessionId) {
        return sessionId.length() <= MAX_SESSION_ID_CHARS && sessionId.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
