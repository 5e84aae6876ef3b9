/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.Chats;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A model as an MCP server of both eras, with one tool. */
final class McpFace {
    private static final int NOT_FOUND = 404;
    private static final int LIST_TTL_MS = 300_000;

    private final ModelApi api;

    McpFace(ModelApi api) {
        this.api = api;
    }

    /** @param id null for a notification, and for what is no call */
    UpstreamCall post(
            Upstream upstream,
            UpstreamSession session,
            String method,
            byte[] id,
            byte[] params,
            UpstreamListener listener) {
        if (id == null || method.isEmpty()) {
            listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.ACCEPTED, ""));
            return OwnAnswer.OVER;
        }
        boolean modern = session.stateless();
        return switch (method) {
            case "initialize" -> result(id, initialized(upstream, tree(params)), listener);
            case "server/discover" -> result(id, discovered(upstream), listener);
            case "ping" -> result(id, ChatJson.object(), listener);
            case "tools/list" -> result(id, tools(modern), listener);
            case "tools/call" -> call(upstream, id, tree(params), modern, listener);
            default ->
                error(
                        id,
                        ErrorCode.METHOD_NOT_FOUND,
                        "A language model does not have this method",
                        modern ? NOT_FOUND : 200,
                        listener);
        };
    }

    private UpstreamCall call(
            Upstream upstream, byte[] id, ObjectNode params, boolean modern, UpstreamListener listener) {
        if (!params.path("name").asText().equals(ChatTool.NAME)) {
            return error(id, ErrorCode.INVALID_PARAMS, "Unknown tool; there is " + ChatTool.NAME, 200, listener);
        }
        ChatTool tool = new ChatTool(id, modern);
        try {
            ObjectNode body = ChatTool.body(params.path("arguments"), ModelApi.model(upstream));
            return api.complete(upstream, id, ChatJson.write(body), tool.answers(listener));
        } catch (ChatTool.BadArgumentsException e) {
            return OwnAnswer.give(tool.error(e.getMessage()), 200, listener);
        }
    }

    private static ObjectNode initialized(Upstream upstream, ObjectNode params) {
        String asked = params.path("protocolVersion").asText();
        ObjectNode result = ChatJson.object();
        result.put(
                "protocolVersion",
                ProtocolVersions.hasSessions(asked)
                        ? asked
                        : ProtocolVersions.withSessions().get(0));
        result.putObject("capabilities").putObject("tools");
        result.set("serverInfo", serverInfo(upstream));
        return result;
    }

    private static ObjectNode discovered(Upstream upstream) {
        ObjectNode result = complete(true);
        ProtocolVersions.stateless().forEach(result.putArray("supportedVersions")::add);
        result.putObject("capabilities").putObject("tools");
        result.put("ttlMs", LIST_TTL_MS);
        result.put("cacheScope", "private");
        result.putObject("_meta").set("io.modelcontextprotocol/serverInfo", serverInfo(upstream));
        return result;
    }

    private static JsonNode serverInfo(Upstream upstream) {
        return ChatJson.object().put("name", upstream.name()).put("version", "1");
    }

    private static ObjectNode tools(boolean modern) {
        ObjectNode result = complete(modern);
        result.putArray("tools").add(ChatTool.definition());
        if (modern) {
            result.put("ttlMs", LIST_TTL_MS);
            result.put("cacheScope", "private");
        }
        return result;
    }

    /** From 2026-07-28 on, results say what they are. */
    static ObjectNode complete(boolean modern) {
        ObjectNode result = ChatJson.object();
        return modern ? result.put("resultType", "complete") : result;
    }

    private static UpstreamCall result(byte[] id, ObjectNode result, UpstreamListener listener) {
        return OwnAnswer.give(Chats.response(id, ChatJson.write(result)), 200, listener);
    }

    private static UpstreamCall error(byte[] id, int code, String message, int status, UpstreamListener listener) {
        RequestId requestId = new RequestId(new String(id, StandardCharsets.UTF_8));
        return OwnAnswer.give(Answers.error(requestId, code, message), status, listener);
    }

    private static ObjectNode tree(byte[] params) {
        try {
            return ChatJson.read(params);
        } catch (IOException e) {
            // Params are an object, or nobody has let them through.
            return ChatJson.object();
        }
    }
}
