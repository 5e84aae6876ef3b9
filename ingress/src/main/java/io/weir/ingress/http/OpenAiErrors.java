/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.upstream.llm.ChatJson;

/** Errors as clients of OpenAI's API understand them: an object {@code error}, and an HTTP status that says whether to try again. */
final class OpenAiErrors {
    /** OpenAI's own clients would repeat some requests by themselves; this tells them. */
    private static final HttpString SHOULD_RETRY = new HttpString("x-should-retry");

    private static final int RETRY_PENDING_AFTER_SECONDS = 5;

    private OpenAiErrors() {}

    /**
     * One kind of error.
     *
     * @param status the HTTP status
     * @param type in OpenAI's words
     * @param code in the gateway's own
     */
    private record Kind(int status, String type, String code) {}

    /** Answers a request that goes no further. */
    static void send(HttpServerExchange exchange, Refusal refusal) {
        if (refusal.status() == 405) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "POST, GET");
        }
        send(exchange, refusal.status(), refusal.message());
    }

    /** Answers a request that goes no further. */
    static void send(HttpServerExchange exchange, int status, String message) {
        Refusals.send(exchange, status, ChatJson.write(error(message, ofStatus(status))));
    }

    private static Kind ofStatus(int status) {
        return switch (status) {
            case 401 -> new Kind(status, "authentication_error", "invalid_api_key");
            case 403 -> new Kind(status, "permission_error", "access_denied");
            case 404 -> new Kind(status, "invalid_request_error", "not_found");
            case 503 -> new Kind(status, "server_error", "unavailable");
            default -> new Kind(status, "invalid_request_error", "invalid_request");
        };
    }

    /**
     * The HTTP status of an answer that is an error.
     *
     * @param error of the JSON-RPC response
     * @param upstreamStatus the model's own status, where it has said so; else 200
     */
    static int status(JsonNode error, int upstreamStatus) {
        return kind(error, upstreamStatus).status();
    }

    /** What tells a client when to come back, and whether by itself. */
    static void setHeaders(HttpServerExchange exchange, JsonNode error) {
        int code = error.path("code").asInt();
        if (code == ErrorCode.PENDING_APPROVAL) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_PENDING_AFTER_SECONDS);
        } else if (code == ErrorCode.OUTCOME_UNKNOWN || code == ErrorCode.UPSTREAM_TIMEOUT) {
            exchange.getResponseHeaders().put(SHOULD_RETRY, "false");
        }
    }

    /** The body of an answer that is an error. */
    static byte[] body(JsonNode error, int upstreamStatus) {
        ObjectNode body = error(error.path("message").asText(), kind(error, upstreamStatus));
        JsonNode approvalId = error.at("/data/approvalId");
        if (approvalId.isTextual()) {
            ((ObjectNode) body.get("error")).set("approval_id", approvalId);
        }
        return ChatJson.write(body);
    }

    private static ObjectNode error(String message, Kind kind) {
        ObjectNode body = ChatJson.object();
        body.putObject("error")
                .put("message", message)
                .put("type", kind.type())
                .putNull("param")
                .put("code", kind.code());
        return body;
    }

    private static Kind kind(JsonNode error, int upstreamStatus) {
        return switch (error.path("code").asInt()) {
            case ErrorCode.BLOCKED -> new Kind(403, "permission_error", "blocked_by_policy");
            // A conflict that solves itself: clients repeat the identical request, which finds its approval.
            case ErrorCode.PENDING_APPROVAL -> new Kind(409, "permission_error", "pending_approval");
            case ErrorCode.METHOD_NOT_FOUND -> new Kind(404, "invalid_request_error", "not_found");
            case ErrorCode.NO_DECISION -> new Kind(503, "server_error", "no_decision");
            case ErrorCode.UPSTREAM_UNREACHABLE -> new Kind(502, "server_error", "upstream_unreachable");
            case ErrorCode.UPSTREAM_TIMEOUT -> new Kind(504, "server_error", "upstream_timeout");
            case ErrorCode.OUTCOME_UNKNOWN -> new Kind(502, "server_error", "outcome_unknown");
            case ErrorCode.UPSTREAM_INVALID -> ofModel(upstreamStatus);
            default -> new Kind(502, "server_error", "upstream_error");
        };
    }

    /** What is the request's own fault, or a matter of time, the client is told; not that the gateway's credential is wrong. */
    private static Kind ofModel(int status) {
        return switch (status) {
            case 400, 404, 413, 422 -> new Kind(status, "invalid_request_error", "upstream_error");
            case 429 -> new Kind(status, "rate_limit_error", "upstream_error");
            default -> new Kind(502, "server_error", "upstream_error");
        };
    }
}
