/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import io.weir.events.ApprovalAction;
import io.weir.json.Digests;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a person says about an approval.
 *
 * @param reason why; not blank
 * @param digest of the request that the person saw, lower-case hex
 * @param decisionId the client's id of this decision; a repeated one is one decision
 */
record Decision(ApprovalAction action, String reason, Optional<String> digest, Optional<String> decisionId) {

    /**
     * The id of the command. It is the same for a repeat, and another for anything else: another person's or another
     * approval's decision with the same id of a client's is not mistaken for this one.
     */
    String commandId(Principal person, String approvalId) {
        return decisionId
                .map(id -> String.join("\n", person.key(), approvalId, action.name(), id))
                .map(text -> "dec_" + Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(MessageIds::next);
    }
}
