/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import java.util.Objects;

/** What becomes of a command. */
public sealed interface Ruling {

    /** The approval after it. */
    Approval approval();

    /** Done; the approval may be as it was, if the command had been counted before. */
    record Accepted(Approval approval) implements Ruling {
        public Accepted {
            Objects.requireNonNull(approval, "approval");
        }
    }

    /**
     * Not done; the approval is as it was.
     *
     * @param reason for people
     */
    record Refused(Approval approval, String reason) implements Ruling {
        public Refused {
            Objects.requireNonNull(approval, "approval");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
