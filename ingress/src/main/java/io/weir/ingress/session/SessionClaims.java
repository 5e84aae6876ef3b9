/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a session id says, sealed, to whoever has the key: nothing about a session lives only in one process.
 *
 * @param sessionId the audit session, see {@code SessionIds}
 * @param principalKey whose session it is; nobody else may use it
 * @param connection the connection that it was opened on; it is good for no other
 * @param upstreamSessionId the upstream's own {@code Mcp-Session-Id}, empty if it gave none
 * @param protocolVersion the MCP revision that client and upstream agreed on
 * @param gatewayTasks whether the client was told of tasks that the gateway makes, since the upstream has none
 * @param openedAtMs when, epoch milliseconds
 */
record SessionClaims(
        String sessionId,
        String principalKey,
        String connection,
        String upstreamSessionId,
        String protocolVersion,
        boolean gatewayTasks,
        long openedAtMs) {

    private static final int FORMAT = 2;

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(sessionId);
            out.writeUTF(principalKey);
            out.writeUTF(connection);
            out.writeUTF(upstreamSessionId);
            out.writeUTF(protocolVersion);
            out.writeBoolean(gatewayTasks);
            out.writeLong(openedAtMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes()} wrote; throws {@link IOException} for any other format. */
    static SessionClaims from(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) {
                throw new IOException("unknown session format");
            }
            return new SessionClaims(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readBoolean(),
                    in.readLong());
        }
    }
}
