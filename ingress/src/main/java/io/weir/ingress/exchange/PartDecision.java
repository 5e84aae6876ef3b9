/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.decision.DecisionListener;
import io.weir.ingress.decision.Undecided;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.policy.PartialAnswer;
import java.util.function.Consumer;

/** What becomes of a part of an answer that is streamed. */
final class PartDecision implements DecisionListener {
    private final PartialReply client;
    private final UpstreamCall call;
    private final Consumer<String> onBlock;

    /** @param onBlock is given why, for the client */
    PartDecision(PartialReply client, UpstreamCall call, Consumer<String> onBlock) {
        this.client = client;
        this.call = call;
        this.onBlock = onBlock;
    }

    @Override
    public void decided(Verdict verdict, long offset) {
        byte[] payload = Bytes.of(verdict.getPayload());
        if (verdict.getOutcome() != Outcome.FORWARD || payload == null) {
            String reason = verdict.getReason();
            String why = "Blocked by policy" + (reason.isEmpty() ? "" : ": " + reason);
            client.partBlocked(why);
            onBlock.accept(why);
        } else if (PartialAnswer.isExact(Bytes.of(verdict.getContext()))) {
            client.part(payload);
            call.consumed();
        } else {
            waitForTheWhole();
        }
    }

    /** A part is not worth an error: the answer is decided as a whole in any case. */
    @Override
    public void undecided(Undecided why) {
        waitForTheWhole();
    }

    private void waitForTheWhole() {
        client.wholeOnly();
        call.wholeOnly();
        call.consumed();
    }
}
