/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The messages that the gateway writes itself. Their texts are its own: nothing of a message is ever quoted. */
public final class Answers {
    private Answers() {}

    /** A JSON-RPC error response. */
    public static byte[] error(RequestId id, int code, String message) {
        return utf8(openError(id, code, message).append("}}"));
    }

    /**
     * A JSON-RPC error response with data.
     *
     * @param data JSON
     */
    public static byte[] error(RequestId id, int code, String message, String data) {
        return utf8(
                openError(id, code, message).append(",\"data\":").append(data).append("}}"));
    }

    /** A JSON array of strings. */
    public static String strings(List<String> texts) {
        StringBuilder json = new StringBuilder("[");
        for (String text : texts) {
            json.append(json.length() == 1 ? "" : ",");
            quote(text, json);
        }
        return json.append(']').toString();
    }

    /** A JSON string. */
    public static String string(String text) {
        StringBuilder json = new StringBuilder();
        quote(text, json);
        return json.toString();
    }

    /**
     * A JSON-RPC error that asks to repeat the identical request later.
     *
     * @param retryAfterMs when it is worth a try, milliseconds
     */
    public static byte[] pendingError(RequestId id, String message, String approvalId, long retryAfterMs) {
        StringBuilder json = openError(id, ErrorCode.PENDING_APPROVAL, message).append(",\"data\":{\"approvalId\":");
        quote(approvalId, json);
        return utf8(json.append(",\"retryAfterMs\":").append(retryAfterMs).append("}}}"));
    }

    /**
     * A tool result with {@code isError}: unlike a JSON-RPC error, it reaches the model.
     *
     * @param stateless whether results have a {@code resultType}, which they must from 2026-07-28 on
     */
    public static byte[] toolError(RequestId id, String text, boolean stateless) {
        StringBuilder json = open(id).append(",\"result\":{")
                .append(stateless ? "\"resultType\":\"complete\"," : "")
                .append("\"content\":[{\"type\":\"text\",\"text\":");
        quote(text, json);
        return utf8(json.append("}],\"isError\":true}}"));
    }

    /** A result that has its client ask again, with this state and nothing else (MCP 2026-07-28, "Multi Round-Trip Requests"). */
    public static byte[] askAgain(RequestId id, String requestState) {
        StringBuilder json = open(id).append(",\"result\":{\"resultType\":\"input_required\",\"requestState\":");
        quote(requestState, json);
        return utf8(json.append("}}"));
    }

    /**
     * A result.
     *
     * @param result JSON
     */
    public static byte[] result(RequestId id, String result) {
        return utf8(open(id).append(",\"result\":").append(result).append('}'));
    }

    /** The error of another response. */
    public static byte[] readdressed(RequestId id, byte[] response) {
        String error = Members.value(response, "error")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("{}");
        return utf8(open(id).append(",\"error\":").append(error).append('}'));
    }

    /** A {@code notifications/progress} for whoever gave the token. */
    public static byte[] progress(RequestId progressToken, String progress, String message) {
        StringBuilder json = new StringBuilder(160)
                .append("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":")
                .append(progressToken.json())
                .append(",\"progress\":")
                .append(progress)
                .append(",\"message\":");
        quote(message, json);
        return utf8(json.append("}}"));
    }

    private static StringBuilder openError(RequestId id, int code, String message) {
        StringBuilder json =
                open(id).append(",\"error\":{\"code\":").append(code).append(",\"message\":");
        quote(message, json);
        return json;
    }

    private static StringBuilder open(RequestId id) {
        return new StringBuilder(256).append("{\"jsonrpc\":\"2.0\",\"id\":").append(id.json());
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }

    private static byte[] utf8(StringBuilder json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
