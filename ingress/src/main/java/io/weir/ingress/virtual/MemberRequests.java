/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.session.Session;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.ingress.virtual.Gathering.Part;
import io.weir.model.SessionIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A client's requests: each goes to the one member that it names something of, or to all. */
final class MemberRequests {
    private final Exchanges exchanges;
    private final VirtualDispatcher.Tools tools;
    private final MemberFinder members;

    MemberRequests(Exchanges exchanges, VirtualDispatcher.Tools tools, MemberFinder members) {
        this.exchanges = exchanges;
        this.tools = tools;
        this.members = members;
    }

    void begin(Caller caller, Message.Request request, ClientReply reply, boolean alone) {
        if (request.isInitialize()) {
            initialize(caller, request, reply);
        } else if (Inward.isForOne(request.method())) {
            toOne(caller, request, reply, alone);
        } else {
            toAll(caller, request, reply);
        }
    }

    // ---- one member ----

    private void toOne(Caller caller, Message.Request request, ClientReply reply, boolean alone) {
        Optional<Inward.Addressed<Message.Request>> addressed = Inward.request(request, members.of(caller));
        if (addressed.isEmpty()) {
            refuse(caller, request, reply, ErrorCode.INVALID_PARAMS, "No connection behind this one has what is named");
            return;
        }
        Member member = addressed.get().member();
        Caller there =
                caller.isStateless() ? named(member.caller(), addressed.get().own()) : member.caller();
        continued(there, addressed.get().message())
                .ifPresentOrElse(
                        going -> exchanges.begin(
                                there, going, new MemberReply(member, caller, request.method(), reply), alone),
                        () -> refuse(
                                caller,
                                request,
                                reply,
                                ErrorCode.INVALID_PARAMS,
                                "The requestState is none that you were given; repeat the request without it"));
    }

    /** What is repeated in headers is what the body says. */
    private static Caller named(Caller caller, String name) {
        UpstreamSession told = caller.told().named(name);
        return new Caller(caller.principal(), caller.route(), caller.upstream(), null, told);
    }

    /** The request as its member may see it: without the state with which the gateway had it asked again. */
    private Optional<Message.Request> continued(Caller caller, Message.Request request) {
        String state = request.continuation().requestState();
        if (!caller.isStateless() || !RequestStates.isOurs(state)) {
            return Optional.of(request);
        }
        return tools.requestStates()
                .leg(caller.principal(), caller.upstream().name(), state)
                .map(request::again);
    }

    // ---- all members ----

    private void initialize(Caller caller, Message.Request request, ClientReply reply) {
        gather(members.opening(caller, request), caller, request, reply, parts -> opened(caller, parts));
    }

    private Answer opened(Caller caller, List<Part> parts) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (Part part : parts) {
            Session opened = part.answer().opened();
            if (opened != null) {
                tokens.put(part.member().name(), opened.token());
            }
        }
        var merged = Merging.introductions(caller.upstream().name(), parts);
        Session session = tools.sessions()
                .open(
                        SessionIds.newSessionId(caller.principal()),
                        caller.principal(),
                        caller.upstream().name(),
                        MemberTokens.write(tokens),
                        Json.text(Json.object(merged, "result"), "protocolVersion"),
                        false);
        return new Answer(Json.bytes(merged), 200, false, session);
    }

    private void toAll(Caller caller, Message.Request request, ClientReply reply) {
        List<Member> all = members.of(caller);
        switch (request.method()) {
            case "tools/list", "prompts/list", "resources/list", "resources/templates/list", "tasks/list" ->
                gather(
                        all,
                        caller,
                        request,
                        reply,
                        parts -> Merging.answer(Merging.lists(caller.upstream().name(), request.method(), parts)));
            case "server/discover" ->
                gather(
                        all,
                        caller,
                        request,
                        reply,
                        parts -> Merging.answer(Json.bytes(
                                Merging.introductions(caller.upstream().name(), parts))));
            case "ping", "logging/setLevel", Message.Request.LISTEN ->
                gather(all, caller, request, reply, parts -> parts.get(0).answer());
            default ->
                refuse(
                        caller,
                        request,
                        reply,
                        ErrorCode.METHOD_NOT_FOUND,
                        "The method is not offered behind a virtual connection");
        }
    }

    private void gather(
            List<Member> all,
            Caller caller,
            Message.Request request,
            ClientReply reply,
            Function<List<Part>, Answer> merge) {
        List<Member> asked = new ArrayList<>();
        List<Message.Request> requests = new ArrayList<>();
        for (Member member : all) {
            Optional<Message.Request> own =
                    request.isListen() ? Optional.of(Inward.listen(request, member)) : Inward.page(request, member);
            if (own.isPresent()) {
                asked.add(member);
                requests.add(own.get());
            }
        }
        if (asked.isEmpty()) {
            boolean none = all.isEmpty();
            refuse(
                    caller,
                    request,
                    reply,
                    none ? ErrorCode.UPSTREAM_UNREACHABLE : ErrorCode.INVALID_PARAMS,
                    none
                            ? "None of the connections behind this one is there and open to you"
                            : "The cursor is none of this list");
            return;
        }
        Gathering.Voices voices = request.isListen()
                ? new Subscription(asked, reply)
                : (member, json) -> reply.message(Outward.message(member, json), -1);
        Gathering gathering = new Gathering(asked, tools.parser(), merge, reply, voices);
        for (int place = 0; place < asked.size(); place++) {
            exchanges.begin(asked.get(place).caller(), requests.get(place), gathering.part(place), false);
        }
    }

    private void refuse(Caller caller, Message.Request request, ClientReply reply, int code, String why) {
        tools.audit()
                .recordRefusal(
                        caller.route(), new Fact(FactType.MALFORMED_MESSAGE, why, Map.of("method", request.method())));
        reply.answer(new Answer(Answers.error(request.id(), code, why), status(caller, code), false, null), -1);
    }

    /** From revision 2026-07-28 on, a method that is not offered has an HTTP status of its own. */
    private static int status(Caller caller, int code) {
        return caller.isStateless() && code == ErrorCode.METHOD_NOT_FOUND ? 404 : 200;
    }
}
