/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.MessageKind;
import io.weir.events.Verdict;
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.decision.Decisions;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.session.EventId;
import io.weir.ingress.session.EventIds;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.session.TaskIds;
import io.weir.ingress.upstream.Relay;
import io.weir.model.MessageIds;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** All that is under way in this process: begins it, tells it of its approvals, and of the time. Thread-safe. */
public final class Exchanges implements Dispatcher {

    /**
     * What every exchange works with.
     *
     * @param log the verdicts of the past
     * @param eventIds the ids of the events on clients' streams
     * @param requestStates with which clients ask again
     * @param taskIds of calls that wait as tasks
     * @param timer runs what is to happen later; its tasks must not block
     */
    public record Tools(
            Decisions decisions,
            Intakes intakes,
            Relay upstreams,
            Sessions sessions,
            MessageParser parser,
            AuditTrail audit,
            VerdictLog log,
            EventIds eventIds,
            RequestStates requestStates,
            TaskIds taskIds,
            ScheduledExecutorService timer,
            ExchangeSettings settings) {

        /**
         * The ids of the events on a client's stream.
         *
         * @param request the request that the stream answers, or null
         */
        StreamIds streamIds(Caller caller, String stream, EventId.Request request) {
            EventId start = new EventId(intakes.mailbox(), 0, stream, request);
            boolean tellsStart = ProtocolVersions.allowsPolling(caller.route().protocolVersion());
            return new StreamIds(eventIds, caller.route().sessionId(), start, tellsStart);
        }
    }

    private final Tools tools;
    private final ServerMessages serverMessages;
    private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
    private final Map<String, Timed> others = new ConcurrentHashMap<>();
    private final Map<String, ServerStream> streams = new ConcurrentHashMap<>();
    private final Map<String, LongConsumer> kept = new ConcurrentHashMap<>();
    private final Resumptions resumptions;
    private final AgentVerdicts agents = new AgentVerdicts(exchanges, streams);
    private final HeldTasks tasks;
    /** Where in the mailbox the last verdict stood that was taken. */
    private volatile long lastOffset = -1;

    /** None yet. */
    public Exchanges(Tools tools) {
        this.tools = tools;
        this.serverMessages = new ServerMessages(tools.decisions(), tools.intakes(), tools.upstreams());
        this.resumptions = new Resumptions(tools);
        this.tasks = new HeldTasks(tools, exchanges::get, Clock.systemUTC());
    }

    @Override
    public boolean hasRoomBesides(int coming) {
        // Tasks have a bound of their own: they hold no connection, and may wait for hours.
        return size() - tasks.open() + coming < tools.settings().maxPending();
    }

    /** How many requests and one-way messages are under way. */
    public int size() {
        return exchanges.size() + others.size();
    }

    @Override
    public void begin(Caller caller, Message.Request request, ClientReply reply, boolean alone) {
        String exchangeId = MessageIds.next();
        Exchange exchange = new Exchange(
                tools, tasks, serverMessages, caller, request, reply, alone, exchangeId, exchanges::remove);
        exchanges.put(exchangeId, exchange);
        exchange.begin();
    }

    @Override
    public void pass(Caller caller, Message.Notification notification, Consumer<Passed> done) {
        notification
                .takesBack()
                .ifPresent(id -> exchanges.values().stream()
                        .filter(exchange -> exchange.isOf(caller, id))
                        .forEach(Exchange::takeBack));
        begin(OneWay.notification(tools, caller, notification, done));
    }

    @Override
    public void pass(Caller caller, Message.Response response, Consumer<Passed> done) {
        begin(OneWay.response(tools, caller, response, done));
    }

    @Override
    public void endSession(Caller caller, Consumer<Passed> done) {
        begin(OneWay.endOfSession(tools, caller, passed -> {
            if (passed == Passed.ACCEPTED || passed == Passed.SESSION_GONE) {
                tools.sessions().close(caller.session());
            }
            done.accept(passed);
        }));
    }

    private void begin(OneWay oneWay) {
        others.put(oneWay.messageId(), oneWay);
        oneWay.onDone(() -> others.remove(oneWay.messageId()));
        oneWay.begin();
    }

    @Override
    public boolean hasRoomForStream() {
        return streams() < tools.settings().maxStreams();
    }

    @Override
    public Runnable stream(Caller caller, ServerStream.Client client) {
        return stream(caller, client, MessageIds.next());
    }

    /**
     * Opens the stream of what the server says by itself.
     *
     * @param id of the stream, within its session
     * @return closes it; to be called when the client hangs up
     */
    public Runnable stream(Caller caller, ServerStream.Client client, String id) {
        ServerStream stream = newStream(caller, client, id);
        stream.begin("");
        return stream::close;
    }

    private ServerStream newStream(Caller caller, ServerStream.Client client, String id) {
        String key = MessageIds.next();
        // What a server beside an agent says is on the session's one stream, whichever connection that has.
        String streamId = caller.upstream().isBesideAgent() ? caller.route().sessionId() : id;
        ServerStream stream = new ServerStream(
                tools,
                serverMessages,
                caller,
                client,
                streamId,
                () -> lastOffset + 1,
                agents::opened,
                () -> streams.remove(key));
        streams.put(key, stream);
        return stream;
    }

    @Override
    public Runnable resume(Caller caller, EventId from, ServerStream.Client client) {
        ServerStream stream = newStream(caller, client, from.stream());
        EventId begin = new EventId(from.mailbox(), from.offset(), stream.id(), null);
        resumptions.begin(caller, begin, stream, client, () -> lastOffset + 1);
        return stream::close;
    }

    @Override
    public void resume(Caller caller, EventId from, ClientReply client) {
        Exchange exchange = exchanges.get(from.stream());
        ResumableReply open = exchange == null ? null : exchange.resume(caller, client);
        resumptions.begin(caller, from, client, open);
    }

    /** How many GET streams are open. */
    public int streams() {
        return streams.size() + resumptions.size() + kept.size();
    }

    /** Ends the open streams, which would otherwise not end by themselves. */
    public void closeStreams() {
        streams.values().forEach(ServerStream::close);
        exchanges.values().forEach(Exchange::endStream);
        resumptions.close();
    }

    /** Takes a verdict from the mailbox. */
    public void accept(Verdict verdict, long offset) {
        lastOffset = offset;
        if (verdict.getKind() == MessageKind.APPROVAL_NOTICE || verdict.getKind() == MessageKind.APPROVAL_EXPIRY) {
            noticed(verdict);
        } else if (!tools.decisions().accept(verdict, offset)) {
            agents.take(verdict, offset);
        }
    }

    private void noticed(Verdict verdict) {
        Exchange exchange = exchanges.get(verdict.getExchangeId());
        if (exchange == null
                && verdict.getApproval() != null
                && verdict.getApproval().getWaiterExchange() != null) {
            exchange = exchanges.get(verdict.getApproval().getWaiterExchange());
        }
        if (exchange != null) {
            exchange.approvalDecided();
        }
    }

    @Override
    public Runnable keepAlive(LongConsumer keepAlive) {
        String key = MessageIds.next();
        kept.put(key, keepAlive);
        return () -> kept.remove(key);
    }

    /** Does what is due; call it several times a second. */
    public void tick(long nowNanos) {
        tools.decisions().expire(nowNanos);
        exchanges.values().forEach(exchange -> exchange.tick(nowNanos));
        others.values().forEach(other -> other.tick(nowNanos));
        streams.values().forEach(stream -> stream.tick(nowNanos));
        resumptions.tick(nowNanos);
        kept.values().forEach(keepAlive -> keepAlive.accept(nowNanos));
        agents.tick(nowNanos);
    }
}
