/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import io.weir.model.GatewayTasks;
import io.weir.model.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The ids of the gateway's own tasks: sealed, and good only for the person and the connection that they were made for. Thread-safe. */
public final class TaskIds {
    private static final String PREFIX = GatewayTasks.PREFIX;
    private static final int FORMAT = 1;

    private final Sealer sealer;

    /**
     * @param key as for sessions
     * @throws IllegalArgumentException if its length is not 16, 24 or 32 bytes
     */
    public TaskIds(byte[] key) {
        this.sealer = new Sealer(key, "weir mcp task 1");
    }

    /** Whether a task is one of the gateway's, rather than an upstream's. */
    public static boolean isOurs(String taskId) {
        return GatewayTasks.isOne(taskId);
    }

    /** The id as the client gets it. */
    public String seal(Principal principal, String connection, TaskId id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(id.from().mailbox());
            out.writeLong(id.from().offset());
            out.writeUTF(id.from().stream());
            out.writeUTF(id.from().request().id());
            out.writeBoolean(id.from().request().isToolCall());
            out.writeUTF(id.sessionId());
            out.writeUTF(id.approvalId());
            out.writeLong(id.createdAtMs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PREFIX + sealer.seal(bytes.toByteArray(), owner(principal, connection));
    }

    /** The task of this id; empty for one that this person has not on this connection. */
    public Optional<TaskId> open(Principal principal, String connection, String taskId) {
        return sealer.open(taskId.substring(PREFIX.length()), owner(principal, connection))
                .flatMap(TaskIds::read);
    }

    private static Optional<TaskId> read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) {
                return Optional.empty();
            }
            int mailbox = in.readInt();
            long offset = in.readLong();
            String stream = in.readUTF();
            EventId.Request request = new EventId.Request(in.readUTF(), in.readBoolean());
            EventId from = new EventId(mailbox, offset, stream, request);
            return Optional.of(new TaskId(from, in.readUTF(), in.readUTF(), in.readLong()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String owner(Principal principal, String connection) {
        return principal.key() + '|' + connection;
    }
}
