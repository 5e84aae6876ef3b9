/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrincipalTest {
    private static final Principal ALICE = new Principal(
            "u-1", "alice", List.of("analysts", "staff"), "cli", "https://issuer.example", Optional.of("u-2"));

    @Test
    void survivesTheWayThroughAvro() {
        assertThat(Principal.from(ALICE.toRecord())).isEqualTo(ALICE);
        assertThat(Principal.from(Principal.anonymous().toRecord())).isEqualTo(Principal.anonymous());
    }

    @Test
    void isInAGroupIfInOneOfThem() {
        assertThat(ALICE.inAnyGroup(List.of("approvers", "staff"))).isTrue();
        assertThat(ALICE.inAnyGroup(List.of("approvers"))).isFalse();
        assertThat(ALICE.inAnyGroup(List.of())).isFalse();
        assertThat(ALICE.inAnyGroup(List.of(Principal.EVERYONE))).isTrue();
    }

    @Test
    void whoIsNotAuthenticatedIsInNoGroup() {
        Principal withGroups = new Principal("", "", List.of("staff"), "", "", Optional.empty());

        assertThat(withGroups.inAnyGroup(List.of("staff"))).isFalse();
        assertThat(Principal.anonymous().inAnyGroup(List.of(Principal.EVERYONE)))
                .isFalse();
    }

    @Test
    void isTheSamePersonWithAnotherNameGroupOrClient() {
        Principal elsewhere = new Principal("u-1", "Alice A.", List.of(), "ide", ALICE.issuer(), Optional.empty());
        Principal namesake = new Principal("u-1", "alice", List.of(), "cli", "https://other.example", Optional.empty());

        assertThat(elsewhere.key()).isEqualTo(ALICE.key());
        assertThat(namesake.key()).isNotEqualTo(ALICE.key());
    }

    @Test
    void keepsItsOwnListOfGroups() {
        List<String> groups = new ArrayList<>(List.of("staff"));
        Principal principal = new Principal("u-1", "", groups, "", "", Optional.empty());

        groups.add("admins");

        assertThat(principal.groups()).containsExactly("staff");
        assertThatThrownBy(() -> principal.groups().add("admins")).isInstanceOf(UnsupportedOperationException.class);
    }
}
