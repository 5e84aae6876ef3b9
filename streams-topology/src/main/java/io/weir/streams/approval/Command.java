/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalAction;
import io.weir.model.Principal;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person wants done with an approval.
 *
 * @param digest what the person saw; refused if it is not the approval's
 * @param at when it entered the log, in milliseconds since the epoch
 */
public record Command(
        String commandId, ApprovalAction action, Principal person, String reason, Optional<String> digest, long at) {
    public Command {
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(person, "person");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(digest, "digest");
    }

    Ballot ballot() {
        return new Ballot(commandId, person, action == ApprovalAction.APPROVE, reason, at);
    }
}
