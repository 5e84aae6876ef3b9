/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.ClientReply;
import io.weir.ingress.exchange.StreamIds;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.MessageParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The client's side of a request that goes to several members: the answer is made of theirs. One that fails has no part in it, as long
 * as another does not. Thread-safe.
 */
final class Gathering {
    /** What a member answered; null until then. */
    record Part(Member member, Answer answer) {
        boolean hasResult() {
            return Members.value(answer.json(), "result").isPresent();
        }
    }

    /** What members say besides their answers. */
    interface Voices {
        void said(Member member, byte[] json);

        /** The member has answered. */
        default void over(Member member) {}
    }

    private final List<Member> members;
    private final MessageParser parser;
    private final Function<List<Part>, Answer> merge;
    private final ClientReply client;
    private final Voices voices;
    private final Part[] parts;
    private int missing;

    /**
     * @param members in the order in which their answers are merged
     * @param merge makes one answer of the results, of which there is at least one
     */
    Gathering(
            List<Member> members,
            MessageParser parser,
            Function<List<Part>, Answer> merge,
            ClientReply client,
            Voices voices) {
        this.voices = voices;
        this.members = members;
        this.parser = parser;
        this.merge = merge;
        this.client = client;
        this.parts = new Part[members.size()];
        this.missing = members.size();
    }

    /** The side of one of the members, by its place. */
    ClientReply part(int place) {
        return new PartReply(place);
    }

    private void answered(int place, Answer answer) {
        List<Part> all;
        synchronized (this) {
            parts[place] = new Part(members.get(place), answer);
            missing--;
            if (missing > 0) {
                return;
            }
            all = List.of(parts);
        }
        List<Part> results = all.stream().filter(Part::hasResult).toList();
        client.answer(results.isEmpty() ? refusal(all) : merge.apply(results), -1);
    }

    /** Of several refusals, that which says more than that the method is not offered. */
    private Answer refusal(List<Part> all) {
        List<Part> telling = new ArrayList<>(all);
        telling.removeIf(part -> parser.errorCode(part.answer().json()) == ErrorCode.METHOD_NOT_FOUND);
        return (telling.isEmpty() ? all : telling).get(0).answer();
    }

    private final class PartReply implements ClientReply {
        private final int place;

        PartReply(int place) {
            this.place = place;
        }

        @Override
        public void resumableAs(StreamIds ids) {
            // Asked again, all members are asked again.
        }

        @Override
        public void message(byte[] json, long offset) {
            voices.said(members.get(place), json);
        }

        @Override
        public void openStream(long offset) {
            client.openStream(-1);
        }

        @Override
        public void answer(Answer answer, long offset) {
            voices.over(members.get(place));
            answered(place, answer);
        }

        @Override
        public void pause(long retryMillis) {
            // Others have something to say.
        }

        @Override
        public void breakOff() {
            client.breakOff();
        }

        @Override
        public void keepAlive(long nowNanos) {
            client.keepAlive(nowNanos);
        }

        @Override
        public void onGone(Runnable listener) {
            client.onGone(listener);
        }
    }
}
