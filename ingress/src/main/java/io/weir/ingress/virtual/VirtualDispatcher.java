/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.Dispatcher;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.exchange.Passed;
import io.weir.ingress.exchange.ServerStream;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.session.EventId;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.upstream.Upstreams;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Has what is asked of a virtual connection done by its members; all else goes its usual way. */
public final class VirtualDispatcher implements Dispatcher {
    private final Exchanges exchanges;
    private final Tools tools;
    private final MemberFinder members;
    private final MemberRequests requests;
    private final MemberStreams streams;

    /** What it works with. */
    public record Tools(
            Upstreams upstreams,
            Sessions sessions,
            RequestStates requestStates,
            MessageParser parser,
            AuditTrail audit) {}

    /** @param exchanges where everything is begun in the end */
    public VirtualDispatcher(Exchanges exchanges, Tools tools, Clock clock) {
        this.exchanges = exchanges;
        this.tools = tools;
        this.members = new MemberFinder(tools.upstreams(), tools.sessions(), clock);
        this.requests = new MemberRequests(exchanges, tools, members);
        this.streams = new MemberStreams(exchanges, members);
    }

    @Override
    public void begin(Caller caller, Message.Request request, ClientReply reply, boolean alone) {
        if (caller.upstream().isVirtual()) {
            requests.begin(caller, request, reply, alone);
        } else {
            exchanges.begin(caller, request, reply, alone);
        }
    }

    // ---- messages without an answer ----

    @Override
    public void pass(Caller caller, Message.Notification notification, Consumer<Passed> done) {
        if (!caller.upstream().isVirtual()) {
            exchanges.pass(caller, notification, done);
            return;
        }
        List<Member> all = members.of(caller);
        Inward.notification(notification, all)
                .ifPresentOrElse(
                        addressed -> exchanges.pass(addressed.member().caller(), addressed.message(), done),
                        () -> toEach(all, done, (member, told) -> exchanges.pass(member.caller(), notification, told)));
    }

    @Override
    public void pass(Caller caller, Message.Response response, Consumer<Passed> done) {
        if (!caller.upstream().isVirtual()) {
            exchanges.pass(caller, response, done);
            return;
        }
        Inward.response(response, members.of(caller))
                .ifPresentOrElse(
                        addressed -> exchanges.pass(addressed.member().caller(), addressed.message(), done),
                        () -> done.accept(Passed.UNEXPECTED));
    }

    @Override
    public void endSession(Caller caller, Consumer<Passed> done) {
        if (!caller.upstream().isVirtual()) {
            exchanges.endSession(caller, done);
            return;
        }
        toEach(
                members.of(caller),
                passed -> {
                    if (passed == Passed.ACCEPTED || passed == Passed.SESSION_GONE) {
                        tools.sessions().close(caller.session());
                    }
                    done.accept(passed);
                },
                (member, told) -> exchanges.endSession(member.caller(), told));
    }

    /** How one member is told. */
    private interface Telling {
        void tell(Member member, Consumer<Passed> told);
    }

    /** It is accepted if one accepts it: not every server has use for it. */
    private static void toEach(List<Member> all, Consumer<Passed> done, Telling telling) {
        if (all.isEmpty()) {
            done.accept(Passed.UPSTREAM_FAILED);
            return;
        }
        AtomicInteger missing = new AtomicInteger(all.size());
        AtomicReference<Passed> best = new AtomicReference<>();
        for (Member member : all) {
            telling.tell(member, passed -> {
                best.accumulateAndGet(passed, (one, other) -> one == null || other.compareTo(one) < 0 ? other : one);
                if (missing.decrementAndGet() == 0) {
                    done.accept(best.get());
                }
            });
        }
    }

    // ---- streams ----

    @Override
    public Runnable stream(Caller caller, ServerStream.Client client) {
        return caller.upstream().isVirtual() ? streams.open(caller, client) : exchanges.stream(caller, client);
    }

    @Override
    public Runnable resume(Caller caller, EventId from, ServerStream.Client client) {
        return caller.upstream().isVirtual()
                ? streams.resume(caller, from, client)
                : exchanges.resume(caller, from, client);
    }

    @Override
    public void resume(Caller caller, EventId from, ClientReply client) {
        if (caller.upstream().isVirtual()) {
            streams.resume(caller, from, client);
        } else {
            exchanges.resume(caller, from, client);
        }
    }

    // ---- all connections ----

    @Override
    public boolean hasRoomBesides(int coming) {
        return exchanges.hasRoomBesides(coming);
    }

    @Override
    public boolean hasRoomForStream() {
        return exchanges.hasRoomForStream();
    }

    @Override
    public Runnable keepAlive(LongConsumer keepAlive) {
        return exchanges.keepAlive(keepAlive);
    }
}
