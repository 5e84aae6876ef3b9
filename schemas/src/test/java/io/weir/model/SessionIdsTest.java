/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
    private static final Principal ALICE = principal("alice");
    private static final Principal BOB = principal("bob");

    @Test
    void sessionsOfAPersonShareAPrefixAndNothingElse() {
        // When
        String one = SessionIds.newSessionId(ALICE);
        String other = SessionIds.newSessionId(ALICE);

        // Then
        assertThat(one).matches("[a-z2-7]{10}\\.[A-Za-z0-9_-]{16}").isNotEqualTo(other);
        assertThat(SessionIds.prefixOf(one))
                .isEqualTo(SessionIds.prefixOf(other))
                .hasSize(10);
        assertThat(SessionIds.prefixOf(SessionIds.newSessionId(BOB))).isNotEqualTo(SessionIds.prefixOf(one));
    }

    @Test
    void thePrefixIsAPromise() {
        // Partitions of topics that exist depend on it. printf 'https://issuer.example|alice' | sha256sum | xxd -r -p |
        // base32
        assertThat(SessionIds.prefixOf(SessionIds.newSessionId(ALICE))).isEqualTo("jlnmndnbl2");
    }

    @Test
    void anApprovalBelongsToItsSessionsPartition() {
        String session = SessionIds.newSessionId(ALICE);

        String approval = SessionIds.newApprovalId(session, "message-1");

        assertThat(approval).matches("apr_[a-z2-7]{10}\\.[A-Za-z0-9_-]{16}");
        assertThat(SessionIds.prefixOf(approval)).isEqualTo(SessionIds.prefixOf(session));
    }

    @Test
    void aMessageAlwaysAsksForTheSameApproval() {
        String session = SessionIds.newSessionId(ALICE);

        assertThat(SessionIds.newApprovalId(session, "message-1"))
                .isEqualTo(SessionIds.newApprovalId(session, "message-1"))
                .isNotEqualTo(SessionIds.newApprovalId(session, "message-2"));
    }

    @Test
    void everyProcessFindsTheSameSessionOfAConnectionsTools() {
        assertThat(SessionIds.toolsSessionId("bank"))
                .matches("[a-z2-7]{10}\\.tools")
                .isEqualTo(SessionIds.toolsSessionId("bank"))
                .isNotEqualTo(SessionIds.toolsSessionId("crm"));
    }

    @Test
    void anIdOfAnotherFormIsItsOwnPrefix() {
        assertThat(SessionIds.prefixOf("no-dot")).isEqualTo("no-dot");
        assertThat(SessionIds.prefixOf("apr_no-dot")).isEqualTo("no-dot");
        assertThat(SessionIds.prefixOf("")).isEmpty();
    }

    private static Principal principal(String subject) {
        return new Principal(subject, subject, List.of(), "cli", "https://issuer.example", Optional.empty());
    }
}
