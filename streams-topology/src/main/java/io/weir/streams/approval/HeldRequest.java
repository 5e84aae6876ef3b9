/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.model.Principal;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The request that is held, as approvers see it.
 *
 * @param sessionId its session
 * @param messageId the message that was held first
 * @param requester who asks
 * @param connection where it would go
 * @param method JSON-RPC method
 * @param name tool, prompt or URI, as masked for the record; empty if there is none
 * @param payload the JSON-RPC message as masked for the record; read-only
 * @param digest SHA-256 of the canonical request (RFC 8785), lower-case hex
 * @param policy the policy version that held it
 */
public record HeldRequest(
        String sessionId,
        String messageId,
        Principal requester,
        String connection,
        String method,
        String name,
        ByteBuffer payload,
        String digest,
        PolicyVersion policy) {

    public HeldRequest {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(policy, "policy");
        payload = payload.asReadOnlyBuffer();
    }

    /** Never the payload: a log must not hold it. */
    @Override
    public String toString() {
        return "HeldRequest[" + messageId + ", " + connection + ", " + method + ", digest " + digest + "]";
    }
}
