/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.exchange.ServerStream;
import io.weir.ingress.session.EventId;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.model.MessageIds;
import java.util.List;
import java.util.Optional;

/** Streams of what members say, and what is left of those that clients have lost. */
final class MemberStreams {
    private final Exchanges exchanges;
    private final MemberFinder members;

    MemberStreams(Exchanges exchanges, MemberFinder members) {
        this.exchanges = exchanges;
        this.members = members;
    }

    /** Opens what all say, as one stream; returns what closes it. */
    Runnable open(Caller caller, ServerStream.Client client) {
        String id = MessageIds.next();
        return merged(caller, id, client, false, (member, its) -> exchanges.stream(member.caller(), its, id));
    }

    /** Goes on with such a stream; returns what closes it. */
    Runnable resume(Caller caller, EventId from, ServerStream.Client client) {
        return merged(
                caller, from.stream(), client, true, (member, its) -> exchanges.resume(member.caller(), from, its));
    }

    /** How one member's part is begun. */
    private interface Opening {
        Runnable open(Member member, ServerStream.Client client);
    }

    private Runnable merged(Caller caller, String id, ServerStream.Client client, boolean comesBack, Opening opening) {
        List<Member> all = members.of(caller);
        if (all.isEmpty()) {
            client.end(UpstreamEnd.CUT);
        }
        MergedStream stream = new MergedStream(caller, id, client, all.size(), comesBack);
        for (Member member : all) {
            stream.onClose(opening.open(member, stream.of(member)));
        }
        return stream::close;
    }

    void resume(Caller caller, EventId from, ClientReply client) {
        int mark = from.stream().indexOf(MemberReply.STREAM_MARK);
        String name = from.stream().substring(0, Math.max(0, mark));
        Optional<Member> member = members.of(caller).stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (member.isEmpty()) {
            client.breakOff();
            return;
        }
        EventId own = new EventId(from.mailbox(), from.offset(), from.stream().substring(mark + 1), from.request());
        exchanges.resume(member.get().caller(), own, new MemberReply(member.get(), caller, "", client));
    }
}
