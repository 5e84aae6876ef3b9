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
import java.util.Optional;

/**
 * The ids of events on clients' streams ({@code Last-Event-ID}; MCP 2025-11-25, "Resumability and Redelivery"): sealed, and good in
 * their own session only. Thread-safe.
 */
public final class EventIds {
    private static final int FORMAT = 1;

    private final Sealer sealer;

    /**
     * @param key as for sessions
     * @throws IllegalArgumentException if its length is not 16, 24 or 32 bytes
     */
    public EventIds(byte[] key) {
        this.sealer = new Sealer(key, "weir mcp event 1");
    }

    /** The id as the client gets it. */
    public String seal(String sessionId, EventId id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(id.mailbox());
            out.writeLong(id.offset());
            out.writeUTF(id.stream());
            out.writeBoolean(id.request() != null);
            if (id.request() != null) {
                out.writeUTF(id.request().id());
                out.writeBoolean(id.request().isToolCall());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sealer.seal(bytes.toByteArray(), sessionId);
    }

    /** The id that was sealed for this session; empty for anything else. */
    public Optional<EventId> open(String sessionId, String token) {
        return sealer.open(token, sessionId).flatMap(EventIds::read);
    }

    private static Optional<EventId> read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) {
                return Optional.empty();
            }
            int mailbox = in.readInt();
            long offset = in.readLong();
            String stream = in.readUTF();
            EventId.Request request = in.readBoolean() ? new EventId.Request(in.readUTF(), in.readBoolean()) : null;
            return Optional.of(new EventId(mailbox, offset, stream, request));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
