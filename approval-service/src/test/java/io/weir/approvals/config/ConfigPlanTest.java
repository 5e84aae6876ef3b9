/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.approvals.config.Change.Effect;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.model.Principal;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.service.configlog.ConfigSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigPlanTest {

    private static final Principal ADMIN =
            new Principal("admin", "admin", List.of("weir-admins"), "", "https://issuer.example", Optional.empty());
    private static final String ALLOW = "policy: {name: starter, default: allow, rules: []}";
    private static final String BLOCK = "policy: {name: starter, default: block, rules: []}";
    private static final String OTHER = "policy: {name: other, default: block, rules: []}";
    private static final String CUSTOMERS =
            "connection: {name: customers, kind: mcp, url: 'http://127.0.0.1:9000/mcp', allowedGroups: [analysts]}";

    private ConfigSnapshot now = ConfigSnapshot.EMPTY;

    @Test
    void createsWhatIsNotThere() {
        // Given // When
        List<Change> changes = apply(CUSTOMERS + "\n---\n" + ALLOW);

        // Then
        assertThat(changes)
                .extracting(Change::name, Change::version, Change::effect)
                .containsExactly(tuple("customers", 0, Effect.CREATED), tuple("starter", 1, Effect.CREATED));
        assertThat(now.connection("customers"))
                .hasValueSatisfying(entry -> assertThat(entry.getSource()).isEqualToIgnoringNewLines(CUSTOMERS));
        assertThat(now.activePolicy())
                .hasValueSatisfying(entry -> assertThat(entry.getSource()).isEqualToIgnoringNewLines(ALLOW));
    }

    @Test
    void changesNothingTheSecondTime() {
        // Given
        apply(CUSTOMERS + "\n---\n" + ALLOW);
        ConfigSnapshot before = now;

        // When
        List<Change> changes = apply(CUSTOMERS + "\n---\n" + ALLOW);

        // Then
        assertThat(changes).extracting(Change::effect).containsOnly(Effect.UNCHANGED);
        assertThat(now).isEqualTo(before);
    }

    @Test
    void makesAnotherSourceANewVersionAndAKnownOneTheActiveOne() {
        // Given
        apply(ALLOW);

        // When
        List<Change> updated = apply(BLOCK);
        List<Change> back = apply(ALLOW);

        // Then
        assertThat(updated).extracting(Change::version, Change::effect).containsExactly(tuple(2, Effect.UPDATED));
        assertThat(back).extracting(Change::version, Change::effect).containsExactly(tuple(1, Effect.ACTIVATED));
        assertThat(now.policies()).hasSize(2);
        assertThat(now.activePolicy())
                .hasValueSatisfying(entry -> assertThat(entry.getVersion()).isEqualTo(1));
    }

    @Test
    void activatesAPolicyOfAnotherNameAndTheFirstOneAgain() {
        // Given
        apply(ALLOW);

        // When
        apply(OTHER);
        List<Change> back = apply(ALLOW);

        // Then
        assertThat(back).extracting(Change::effect).containsExactly(Effect.ACTIVATED);
        assertThat(now.activePointer())
                .hasValueSatisfying(entry -> assertThat(entry.getName()).isEqualTo("starter"));
    }

    @Test
    void deletesOnlyWhatIsThere() {
        // Given
        apply(CUSTOMERS);

        // When
        Optional<Change> deletion = ConfigPlan.deletion(now, "customers");

        // Then
        assertThat(ConfigPlan.deletion(now, "absent")).isEmpty();
        assertThat(ConfigEntries.of(List.of(deletion.orElseThrow()), ADMIN, Instant.EPOCH))
                .containsExactly(Map.entry("connection/customers", Optional.empty()));
    }

    private List<Change> apply(String yaml) {
        List<Resource> resources = Resources.parse(yaml).resources();
        List<Change> changes = ConfigPlan.of(now, resources);
        Map<String, ConfigEntry> entries = new HashMap<>(now.entries());
        ConfigEntries.of(changes, ADMIN, Instant.EPOCH)
                .forEach((key, entry) ->
                        entry.ifPresentOrElse(present -> entries.put(key, present), () -> entries.remove(key)));
        now = new ConfigSnapshot(entries);
        assertThat(now.entries().values()).allMatch(entry -> entry.getKind() != ConfigKind.UNKNOWN);
        return changes;
    }
}
