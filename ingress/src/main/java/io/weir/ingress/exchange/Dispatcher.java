/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.EventId;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Begins what clients ask for. Thread-safe; no method blocks. */
public interface Dispatcher {

    /** Whether there is room for another exchange, besides so many that are about to begin. */
    boolean hasRoomBesides(int coming);

    /** Whether there is room for another stream of a server's messages. */
    boolean hasRoomForStream();

    /**
     * Begins the exchange of a client's request.
     *
     * @param alone whether it is the only one that the reply answers
     */
    void begin(Caller caller, Message.Request request, ClientReply reply, boolean alone);

    /** Passes on a client's notification. */
    void pass(Caller caller, Message.Notification notification, Consumer<Passed> done);

    /** Passes on a client's answer to a server's request, if that request is open. */
    void pass(Caller caller, Message.Response response, Consumer<Passed> done);

    /** Ends a client's session, here and at the upstream. */
    void endSession(Caller caller, Consumer<Passed> done);

    /**
     * Opens the stream of what the server says by itself.
     *
     * @return closes it; to be called when the client hangs up
     */
    Runnable stream(Caller caller, ServerStream.Client client);

    /**
     * Goes on with a stream of what the server says by itself: first what was said and not heard, then what it says now.
     *
     * @param from the last event that the client has heard
     * @return closes it; to be called when the client hangs up
     */
    Runnable resume(Caller caller, EventId from, ServerStream.Client client);

    /**
     * Goes on with a stream that answers a request, in this process or another, still open or over.
     *
     * @param from the last event that the client has heard
     */
    void resume(Caller caller, EventId from, ClientReply client);

    /**
     * Has something kept alive that is no exchange.
     *
     * @param keepAlive told the time, several times a second; must not block
     * @return ends that
     */
    Runnable keepAlive(LongConsumer keepAlive);
}
