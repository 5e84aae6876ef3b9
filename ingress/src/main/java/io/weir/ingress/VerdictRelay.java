/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import io.weir.events.Verdict;
import java.util.function.Consumer;

/**
 * Hands verdicts on. The mailbox has to be open before what works with it can be made; nothing has been produced then, so no
 * verdict can come too early.
 */
final class VerdictRelay implements Consumer<Verdict> {
    private volatile Consumer<Verdict> target = verdict -> {};

    void to(Consumer<Verdict> receiver) {
        target = receiver;
    }

    @Override
    public void accept(Verdict verdict) {
        target.accept(verdict);
    }
}
