/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import io.weir.events.Verdict;
import io.weir.service.mailbox.Mailbox;

/**
 * Hands verdicts on. The mailbox has to be open before what works with it can be made; nothing has been produced then, so no
 * verdict can come too early.
 */
final class VerdictRelay implements Mailbox.Receiver {
    private volatile Mailbox.Receiver target = (verdict, offset) -> {};

    void to(Mailbox.Receiver receiver) {
        target = receiver;
    }

    @Override
    public void received(Verdict verdict, long offset) {
        target.received(verdict, offset);
    }
}
