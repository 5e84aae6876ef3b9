/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server says by itself, from its GET stream to the client's. */
public final class ServerStream implements UpstreamListener, Timed {
    private static final Logger LOG = LoggerFactory.getLogger(ServerStream.class);

    /** The client's side of a GET. Thread-safe; no method blocks. */
    public interface Client extends MessageSink {

        /**
         * Begins the stream.
         *
         * @param offset where in the mailbox it begins
         */
        void open(StreamIds ids, long offset);

        /** Ends the stream, or answers that there is none. */
        void end(UpstreamEnd end);
    }

    private final Exchanges.Tools tools;
    private final ServerMessages serverMessages;
    private final Caller caller;
    private final Client client;
    private final Runnable onEnd;
    private final String id;
    private final LongSupplier position;
    private final Consumer<ServerStream> onOpen;
    private volatile UpstreamCall call;
    private volatile boolean open;
    private volatile boolean closed;
    private volatile long toldUpTo = -1;

    /**
     * @param id of the stream, which outlives its connection
     * @param position where in the mailbox the next verdict will stand
     * @param onOpen is told when messages may come
     */
    ServerStream(
            Exchanges.Tools tools,
            ServerMessages serverMessages,
            Caller caller,
            Client client,
            String id,
            LongSupplier position,
            Consumer<ServerStream> onOpen,
            Runnable onEnd) {
        this.id = id;
        this.position = position;
        this.onOpen = onOpen;
        this.onEnd = onEnd;
        this.tools = tools;
        this.serverMessages = serverMessages;
        this.caller = caller;
        this.client = client;
    }

    /** @param lastEventId from where the upstream is to go on; empty to begin */
    void begin(String lastEventId) {
        call = tools.upstreams().get(caller.upstream(), caller.told(), lastEventId, this);
        if (closed) {
            call.cancel();
        }
    }

    /** It cannot be told what it missed; it may try again. */
    void giveUp() {
        ended(UpstreamEnd.CUT);
    }

    /** The client has hung up. */
    public void close() {
        closed = true;
        UpstreamCall current = call;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void begun(UpstreamCall begun, String sessionId, boolean streamed) {
        call = begun;
        if (streamed) {
            client.open(tools.streamIds(caller, id, null), position.getAsLong());
            onOpen.accept(this);
        } else {
            begun.cancel();
        }
    }

    /** From now on an agent's messages may be told here. */
    void listens() {
        open = true;
    }

    /** Whether an agent's messages for this session may be told here. */
    boolean hears(String sessionId) {
        return open && !closed && caller.route().sessionId().equals(sessionId);
    }

    String id() {
        return id;
    }

    String sessionId() {
        return caller.route().sessionId();
    }

    /** An agent brings a message, which was let through; none is told that the log has told before. */
    void messageByAgent(byte[] json, long offset) {
        if (offset > toldUpTo) {
            client.message(json, offset);
        }
    }

    /** Up to there, the log has told everything in this process' mailbox. */
    void toldUpTo(long offset) {
        toldUpTo = offset;
    }

    @Override
    public void message(byte[] json) {
        try {
            boolean batches = ProtocolVersions.allowsBatches(caller.route().protocolVersion());
            List<Message> messages = batches
                    ? tools.parser().parseBody(json).messages()
                    : List.of(tools.parser().parse(json));
            messages.forEach(this::take);
        } catch (MalformedMessageException e) {
            LOG.atWarn()
                    .addKeyValue("connection", caller.route().connection())
                    .log("The upstream's stream held what is no JSON-RPC message; the stream is closed");
            close();
        }
    }

    private void take(Message message) {
        ServerMessages.Channel channel = new ServerMessages.Channel(caller, "", id, client, call);
        if (message instanceof Message.Notification notification) {
            serverMessages.notification(channel, notification);
        } else if (message instanceof Message.Request request) {
            serverMessages.request(channel, request);
        } else {
            // An answer belongs on the stream of its request (MCP, "Listening for Messages from the Server").
            LOG.atWarn()
                    .addKeyValue("connection", caller.route().connection())
                    .log("The upstream's stream held an answer to no request; it was dropped");
            call.consumed();
        }
    }

    @Override
    public void ended(UpstreamEnd end) {
        onEnd.run();
        client.end(end);
    }

    @Override
    public void tick(long nowNanos) {
        client.keepAlive(nowNanos);
    }
}
