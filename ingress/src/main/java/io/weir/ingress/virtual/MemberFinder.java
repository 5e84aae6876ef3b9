/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.exchange.Caller;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.Upstreams;
import io.weir.policy.resource.Target;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the connections behind a virtual one that its caller may use. */
final class MemberFinder {
    private final Upstreams upstreams;
    private final Sessions sessions;
    private final Clock clock;

    MemberFinder(Upstreams upstreams, Sessions sessions, Clock clock) {
        this.upstreams = upstreams;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Those on which a session is opened. */
    List<Member> opening(Caller caller, Message.Request initialize) {
        String version = caller.told().protocolVersion();
        return members(
                caller, upstream -> Optional.of(Caller.opening(caller.principal(), upstream, initialize, version)));
    }

    /** Those that have a part in the caller's session; all, where messages stand for themselves. */
    List<Member> of(Caller caller) {
        if (caller.isStateless()) {
            LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
            return members(
                    caller,
                    upstream -> Optional.of(Caller.stateless(caller.principal(), upstream, caller.told(), today)));
        }
        Map<String, String> tokens = MemberTokens.read(caller.told().sessionId());
        return members(
                caller,
                upstream -> Optional.ofNullable(tokens.get(upstream.name()))
                        .flatMap(token -> sessions.find(token, caller.principal(), upstream.name()))
                        .map(session -> Caller.inSession(session, caller.principal(), upstream)));
    }

    private List<Member> members(Caller caller, Function<Upstream, Optional<Caller>> callers) {
        List<Member> members = new ArrayList<>();
        for (Target.Virtual.Member member : ((Target.Virtual) caller.upstream().target()).members()) {
            upstreams
                    .find(member.connection())
                    .filter(upstream -> upstream.allows(caller.principal()) && !upstream.isVirtual())
                    .flatMap(callers)
                    .ifPresent(found -> members.add(new Member(member.connection(), member.prefix(), found)));
        }
        return members;
    }
}
