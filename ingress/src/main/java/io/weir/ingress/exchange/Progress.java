/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.ingress.exchange.ExchangeState.Awaiting;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.UpstreamCall;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** What the parts of one exchange share: who asks for what, how far that has come, and who is told. Thread-safe. */
final class Progress {
    private final Exchanges.Tools tools;
    private final HeldTasks tasks;
    private final Caller caller;
    private final Message.Request request;
    private final String id;
    private final ResumableReply resumable;
    private final Runnable onOver;
    private final AtomicReference<ExchangeState> state = new AtomicReference<>(new Awaiting());
    private volatile ClientReply reply;
    private volatile boolean task;
    private volatile UpstreamCall call;

    /**
     * @param alone whether the request is the only one that the client's reply answers
     * @param onOver called once, at the end
     */
    Progress(
            Exchanges.Tools tools,
            HeldTasks tasks,
            Caller caller,
            Message.Request request,
            ClientReply client,
            boolean alone,
            String id,
            Runnable onOver) {
        this.tools = tools;
        this.tasks = tasks;
        this.caller = caller;
        this.request = request;
        this.id = id;
        this.resumable = alone && caller.session() != null ? new ResumableReply(client) : null;
        this.reply = resumable != null ? resumable : client;
        this.onOver = onOver;
    }

    Exchanges.Tools tools() {
        return tools;
    }

    Caller caller() {
        return caller;
    }

    Message.Request request() {
        return request;
    }

    /** The exchange's id. */
    String id() {
        return id;
    }

    /** Where answers go now. */
    ClientReply reply() {
        return reply;
    }

    /** The client's side, if a client may come back for what it has lost; else null. */
    ResumableReply resumable() {
        return resumable;
    }

    ExchangeState state() {
        return state.get();
    }

    /** Takes a transition, if the exchange is still where it begins. */
    boolean move(ExchangeState from, ExchangeState to) {
        return state.compareAndSet(from, to);
    }

    boolean isTask() {
        return task;
    }

    /** From now on the client asks; returns where it is told of that. */
    ClientReply becomeTask() {
        task = true;
        ClientReply client = reply;
        reply = new Nobody();
        return client;
    }

    void callBegun(UpstreamCall begun) {
        call = begun;
    }

    /** Breaks the upstream call off, if it is under way. */
    void cancelCall() {
        UpstreamCall current = call;
        if (current != null) {
            current.cancel();
        }
    }

    /** To be called by whoever took the transition to the end. */
    void over() {
        onOver.run();
        if (task) {
            tasks.over();
        }
        // Usually over by now; a stream that stays open after its answer is not waited for.
        cancelCall();
    }

    void record(FactType type, String reason, Map<String, String> attributes) {
        tools.audit().record(caller.route(), id, new Fact(type, reason, attributes));
    }
}
