/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalState;
import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.streams.approval.Approval;
import io.weir.streams.approval.Approved;
import io.weir.streams.approval.Ended;
import io.weir.streams.approval.HeldRequest;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The event that an approval ran out of time. It carries the deadline as its time, so that it is the same however often it is written. */
final class Expiries {
    private static final ReplyTo NOBODY = new ReplyTo(0, "");

    private Expiries() {}

    /** For an approval that has a deadline. */
    static Intake event(Approval approval) {
        HeldRequest request = approval.terms().request();
        ReplyTo replyTo =
                approval.waiter().map(w -> new ReplyTo(w.mailbox(), w.epoch())).orElse(NOBODY);
        return new Intake(
                approval.id() + "/expired/" + (approval instanceof Approved ? "approved" : "pending"),
                approval.waiter().map(w -> w.exchangeId()).orElse(""),
                request.sessionId(),
                MessageKind.APPROVAL_EXPIRY,
                Direction.CLIENT_TO_SERVER,
                Instant.ofEpochMilli(approval.deadline().orElseThrow()),
                request.requester().toRecord(),
                request.connection(),
                "",
                request.method(),
                request.name(),
                ByteBuffer.allocate(0),
                null,
                replyTo,
                approval.id(),
                null,
                "",
                "",
                false);
    }

    static boolean isExpiryAt(Ended ended, long deadline) {
        return ended.state() == ApprovalState.EXPIRED && ended.endedAt() == deadline;
    }
}
