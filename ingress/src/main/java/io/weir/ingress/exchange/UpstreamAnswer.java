/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.session.Session;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads what the upstream says to one request: messages of its own, and the answer. When it says nothing usable, the gateway
 * answers in its place; that answer goes the same way.
 */
final class UpstreamAnswer implements UpstreamListener {
    private static final int MAX_RESUMPTIONS = 20;
    private static final long DEFAULT_RETRY_MS = 1_000;
    private static final long MAX_RETRY_MS = 30_000;

    private final Exchanges.Tools tools;
    private final ServerMessages serverMessages;
    private final Caller caller;
    private final Message.Request request;
    private final ClientReply reply;
    private final String exchangeId;
    private final Exchange exchange;
    private UpstreamCall call;
    private boolean streamed;
    private String sessionId = "";
    private int resumptions;

    UpstreamAnswer(
            Exchanges.Tools tools,
            ServerMessages serverMessages,
            Caller caller,
            Message.Request request,
            ClientReply reply,
            String exchangeId,
            Exchange exchange) {
        this.tools = tools;
        this.serverMessages = serverMessages;
        this.caller = caller;
        this.request = request;
        this.reply = reply;
        this.exchangeId = exchangeId;
        this.exchange = exchange;
    }

    @Override
    public void begun(UpstreamCall begun, String upstreamSessionId, boolean asStream) {
        call = begun;
        streamed = asStream;
        sessionId = upstreamSessionId;
        exchange.callBegun(begun);
        if (asStream) {
            exchange.upstreamStreams();
        }
    }

    @Override
    public void heard() {
        exchange.upstreamHeard();
    }

    @Override
    public void message(byte[] json) {
        exchange.upstreamHeard();
        List<Message> messages;
        try {
            messages = parse(json);
        } catch (MalformedMessageException e) {
            invalid("The upstream sent what is no JSON-RPC message");
            exchange.cancelCall();
            return;
        }
        for (Message message : messages) {
            if (!streamed && !(message instanceof Message.Response)) {
                invalid("The upstream answered with a message that is no answer");
                return;
            }
            take(message);
        }
    }

    private List<Message> parse(byte[] json) throws MalformedMessageException {
        boolean batches = ProtocolVersions.allowsBatches(caller.route().protocolVersion());
        return batches
                ? tools.parser().parseBody(json).messages()
                : List.of(tools.parser().parse(json));
    }

    private void take(Message message) {
        if (message instanceof Message.Response response) {
            answered(response);
            return;
        }
        if (message instanceof Message.Notification notification && reply instanceof PartialReply partial) {
            exchange.part(notification, partial, call);
            return;
        }
        ServerMessages.Channel channel = new ServerMessages.Channel(caller, exchangeId, exchangeId, reply, call);
        if (message instanceof Message.Notification notification) {
            serverMessages.notification(channel, notification);
        } else {
            serverMessages.request(channel, (Message.Request) message);
        }
    }

    private void answered(Message.Response response) {
        // A refusal may come before the request's id was read; it is the answer to this POST all the same.
        boolean refusal =
                call.status() != 200 && response.isError() && response.id().isNull();
        if (!response.id().equals(request.id()) && !refusal) {
            invalid("The upstream answered a request that this is not");
        } else if (request.isInitialize()
                && !response.isError()
                && !ProtocolVersions.hasSessions(response.protocolVersion())) {
            invalid("The upstream agreed on an MCP revision that the gateway does not speak");
        } else {
            exchange.conclude(
                    exchange.told(response.payload()),
                    null,
                    (payload, forwarded) -> new Answer(
                            payload,
                            forwarded ? call.status() : 200,
                            streamed,
                            forwarded && request.isInitialize() && !response.isError()
                                    ? open(response, offersTasks(payload) && !offersTasks(response.payload()))
                                    : null));
        }
    }

    /**
     * The answer that an agent brought.
     *
     * @param fact why the agent made it itself; null if it is the upstream's
     */
    Answer byAgent(byte[] payload, Fact fact) {
        if (fact != null) {
            // 404 makes the client open a new session (MCP, "Session Management").
            boolean gone = "404".equals(fact.getAttributes().get("status"));
            return new Answer(payload, gone ? 404 : 200, false, null);
        }
        if (!request.isInitialize()) {
            return Answer.of(payload);
        }
        try {
            return opening(tools.parser().parse(payload), payload);
        } catch (MalformedMessageException e) {
            return unusable("The upstream answered with what is no JSON-RPC message");
        }
    }

    private Answer opening(Message message, byte[] payload) {
        if (!(message instanceof Message.Response response) || response.isError()) {
            return Answer.of(payload);
        }
        return ProtocolVersions.hasSessions(response.protocolVersion())
                ? new Answer(payload, 200, false, open(response, false))
                : unusable("The upstream agreed on an MCP revision that the gateway does not speak");
    }

    private Answer unusable(String reason) {
        Fact fact = new Fact(FactType.UPSTREAM_INVALID, reason, Map.of("exchangeId", exchangeId));
        tools.audit().record(caller.route(), exchangeId, fact);
        return Answer.of(Answers.error(request.id(), ErrorCode.UPSTREAM_INVALID, reason));
    }

    /** The agent that had the request is gone. */
    void agentLost() {
        outcomeUnknown("The agent of the upstream ended before it answered");
    }

    /** Whether a client may ask for tool calls as tasks (MCP 2025-11-25, "Tasks"). */
    private static boolean offersTasks(byte[] initialized) {
        return Members.value(initialized, "result", "capabilities", "tasks").isPresent();
    }

    /** @param gatewayTasks whether the client was told of tasks that the upstream has not */
    private Session open(Message.Response response, boolean gatewayTasks) {
        return tools.sessions()
                .open(
                        caller.route().sessionId(),
                        caller.principal(),
                        caller.upstream().name(),
                        sessionId,
                        response.protocolVersion(),
                        gatewayTasks);
    }

    @Override
    public void ended(UpstreamEnd end) {
        if (!exchange.isRelayed() || resumed(end)) {
            return;
        }
        switch (end.kind()) {
            case COMPLETE -> {
                if (streamed) {
                    outcomeUnknown("The upstream ended its stream without an answer");
                } else {
                    invalid("The upstream answered without an answer to the request");
                }
            }
            case ACCEPTED -> invalid("The upstream accepted the request and did not answer it");
            case BROKEN -> outcomeUnknown(end.reason());
            case UNREACHABLE -> unreachable(end.reason());
            case SESSION_GONE -> sessionGone(end.reason());
            case INVALID, NOT_OFFERED -> invalid(end.reason(), end.status());
            case CANCELLED -> {
                // Broken off because there is an answer.
            }
        }
    }

    /**
     * A server may close a stream before its answer, if it gave an event id to resume from (MCP 2025-11-25, "Sending
     * Messages"); a connection may also break. Resuming asks for what is missing; it does not send the request again.
     */
    private boolean resumed(UpstreamEnd end) {
        if (caller.isStateless()) {
            // What breaks is lost (MCP 2026-07-28, "Receiving Messages").
            return false;
        }
        boolean cut = end.kind() == UpstreamEnd.Kind.COMPLETE || end.kind() == UpstreamEnd.Kind.BROKEN;
        if (!cut || !streamed || call.lastEventId().isEmpty() || resumptions == MAX_RESUMPTIONS) {
            return false;
        }
        resumptions++;
        String lastEventId = call.lastEventId();
        long delay = Math.min(call.retryMillis().orElse(DEFAULT_RETRY_MS), MAX_RETRY_MS);
        if (end.kind() == UpstreamEnd.Kind.COMPLETE) {
            // Left on purpose: the client is left as well, so that it need not keep a connection either.
            exchange.pause(delay);
        }
        Future<?> unused = tools.timer().schedule(() -> resume(lastEventId), delay, TimeUnit.MILLISECONDS);
        return true;
    }

    private void resume(String lastEventId) {
        if (exchange.isRelayed()) {
            exchange.callBegun(tools.upstreams().get(caller.upstream(), caller.told(), lastEventId, this));
        }
    }

    /**
     * The upstream took too long.
     *
     * @param takenBack whether the client wants no answer any more, so that none is what is expected (MCP, "Cancellation")
     */
    void timedOut(boolean takenBack) {
        if (takenBack) {
            fail(
                    FactType.CANCELLED,
                    ErrorCode.OUTCOME_UNKNOWN,
                    "The client took its request back, and the upstream said no more; whether it acted is unknown",
                    200);
            exchange.cancelCall();
            return;
        }
        String reason = "The upstream did not answer within "
                + caller.upstream().timeout().toMillis() + " ms";
        fail(FactType.UPSTREAM_TIMEOUT, ErrorCode.UPSTREAM_TIMEOUT, reason, 200);
        exchange.cancelCall();
    }

    private void unreachable(String reason) {
        if (resumptions > 0) {
            outcomeUnknown("The upstream could not be reached again for its answer");
        } else {
            fail(FactType.UPSTREAM_UNREACHABLE, ErrorCode.UPSTREAM_UNREACHABLE, reason, 200);
        }
    }

    private void sessionGone(String reason) {
        if (resumptions == 0) {
            // 404 makes the client open a new session (MCP, "Session Management").
            fail(FactType.UPSTREAM_INVALID, ErrorCode.INVALID_REQUEST, reason, 404);
        } else {
            invalid(reason);
        }
    }

    private void outcomeUnknown(String reason) {
        fail(FactType.OUTCOME_UNKNOWN, ErrorCode.OUTCOME_UNKNOWN, reason + "; whether it acted is unknown", 200);
    }

    private void invalid(String reason) {
        invalid(reason, call == null ? 200 : call.status());
    }

    private void invalid(String reason, int status) {
        if (resumptions > 0) {
            outcomeUnknown(reason);
        } else {
            // These tell a client of either era that it should try the other one (MCP 2026-07-28, "Backward
            // Compatibility").
            boolean told = caller.session() == null
                    && (status == 400 || status == 404 || status == 405 || reply instanceof PartialReply);
            fail(FactType.UPSTREAM_INVALID, ErrorCode.UPSTREAM_INVALID, reason, told ? status : 200);
        }
    }

    private void fail(FactType type, int code, String reason, int status) {
        Fact fact = new Fact(type, reason, Map.of("code", Integer.toString(code)));
        exchange.conclude(
                Answers.error(request.id(), code, reason),
                fact,
                (payload, forwarded) -> new Answer(payload, status, false, null));
    }
}
