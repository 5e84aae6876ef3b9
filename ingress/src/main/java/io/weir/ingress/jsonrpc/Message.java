/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import java.util.Optional;

/**
 * One JSON-RPC 2.0 message: the few members that the relay needs, and the bytes as they came. The bytes are what travels; the
 * members only steer.
 */
public sealed interface Message {

    /** The message as it came, UTF-8 JSON. Not copied; nobody writes to it. */
    byte[] payload();

    /** The JSON-RPC method; empty for a response. */
    String method();

    /** {@code params.name} or {@code params.uri}; empty where there is neither. */
    String name();

    /**
     * A message that wants a response.
     *
     * @param taskId {@code params.taskId}, or empty
     * @param progressToken {@code params._meta.progressToken}, or null
     * @param protocolVersion {@code params.protocolVersion} (of {@code initialize}), or empty
     * @param meta what it says of itself
     * @param continuation how it stands to others
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(
            RequestId id,
            String method,
            String name,
            String taskId,
            RequestId progressToken,
            String protocolVersion,
            RequestMeta meta,
            Continuation continuation,
            byte[] payload)
            implements Message {

        /** The method that opens a session. */
        public static final String INITIALIZE = "initialize";

        /** The method of a stream of changes, which has no answer before its end (MCP 2026-07-28, "Subscriptions"). */
        public static final String LISTEN = "subscriptions/listen";

        /**
         * The same request without the state that the gateway had it asked again with.
         *
         * @param leg see {@link Continuation}
         */
        public Request again(int leg) {
            return new Request(
                    id,
                    method,
                    name,
                    taskId,
                    progressToken,
                    protocolVersion,
                    meta,
                    new Continuation("", continuation.hasInputResponses(), continuation.asksForTask(), leg),
                    Members.without(payload, "params", "requestState"));
        }

        /** The same request, where the payload differs in nothing that is read here. */
        public Request with(byte[] newPayload) {
            return renamed("", "", newPayload);
        }

        /**
         * The same request, for somebody who calls what it asks for otherwise.
         *
         * @param outer what it is called in this request
         * @param own what it is called in {@code newPayload}
         */
        public Request renamed(String outer, String own, byte[] newPayload) {
            return new Request(
                    id,
                    method,
                    name.equals(outer) ? own : name,
                    taskId.equals(outer) ? own : taskId,
                    progressToken,
                    protocolVersion,
                    meta,
                    continuation,
                    newPayload);
        }

        /** Whether this opens a session. */
        public boolean isInitialize() {
            return INITIALIZE.equals(method);
        }

        /** Whether this asks for a stream of changes, which stays open. */
        public boolean isListen() {
            return LISTEN.equals(method);
        }

        /** Whether this calls a tool, so that an error may be told as a tool result, which reaches the model. */
        public boolean isToolCall() {
            return "tools/call".equals(method);
        }
    }

    /** A message that wants no response. */
    @SuppressWarnings("ArrayRecordComponent")
    record Notification(String method, String name, byte[] payload) implements Message {

        /** The request that this takes back (MCP, "Cancellation"); empty if it takes none back. */
        public Optional<RequestId> takesBack() {
            return method.equals("notifications/cancelled")
                    ? Members.value(payload, "params")
                            .flatMap(params -> Members.value(params, "requestId"))
                            .flatMap(RequestId::read)
                    : Optional.empty();
        }
    }

    /**
     * The answer to a request.
     *
     * @param id the request's id; {@link RequestId#NULL} only for an error
     * @param isError whether it has {@code error} rather than {@code result}
     * @param errorCode {@code error.code}; 0 where there is none
     * @param protocolVersion {@code result.protocolVersion} (of {@code initialize}), or empty
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Response(RequestId id, boolean isError, int errorCode, String protocolVersion, byte[] payload)
            implements Message {

        /** The same answer, to a request that is called otherwise in {@code newPayload}. */
        public Response withId(RequestId own, byte[] newPayload) {
            return new Response(own, isError, errorCode, protocolVersion, newPayload);
        }

        @Override
        public String method() {
            return "";
        }

        @Override
        public String name() {
            return "";
        }
    }
}
