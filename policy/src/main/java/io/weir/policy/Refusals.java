/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.events.Outcome;
import java.util.List;

/** Blocks that no rule decided. */
final class Refusals {

    private Refusals() {}

    /**
     * A message that could not be read, so that nothing of it may be recorded, not even its name.
     *
     * @param id its id as it is written; null if it is not known
     */
    static Decision unread(CompiledPolicy policy, GovernedMessage message, byte[] id, String reason) {
        byte[] answer = Answers.blocked(policy, message, id, "", reason, false);
        return new Decision(Outcome.BLOCK, answer, null, null, List.of(), List.of(), reason, null, null, null, "");
    }
}
