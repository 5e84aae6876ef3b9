/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.bank;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.model.Principal;
import io.weir.policy.CompiledPolicy;
import io.weir.policy.Decider;
import io.weir.policy.Decision;
import io.weir.policy.GovernedMessage;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Parsed;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resources;
import io.weir.policy.tools.ChangedTools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a new instance starts with. */
class StarterConfigTest {

    private static final Principal ALICE =
            new Principal("alice", "alice", List.of("analysts"), "cli", "https://issuer.example", Optional.empty());

    private final String starter = new StarterConfig(Path.of("token")).render(URI.create("http://127.0.0.1:1/mcp"));

    @Test
    void holdsCallsOfToolsThatHaveChanged() {
        // Given
        Parsed parsed = Resources.parse(starter);
        ConnectionResource demo = (ConnectionResource) parsed.resources().get(0);
        CompiledPolicy policy = ((PolicyResource) parsed.resources().get(1)).compile(1);
        GovernedMessage call = new GovernedMessage(
                MessageKind.REQUEST,
                Direction.CLIENT_TO_SERVER,
                ALICE,
                demo,
                "tools/call",
                "list_customers",
                """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_customers"}}""".getBytes(UTF_8),
                null);

        // When
        Decision unchanged = Decider.decide(policy, call);
        Decision changed = Decider.decide(policy, call.with(ChangedTools.ALL));

        // Then
        assertThat(parsed.problems()).isEmpty();
        assertThat(unchanged.outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(changed.outcome()).isEqualTo(Outcome.HOLD);
        assertThat(changed.rules()).containsExactly("changed-tools");
    }

    @Test
    void hasTheSamePolicyAsTheStackOfContainers() throws IOException {
        String compose = Files.readString(Path.of("..", "infra", "demo.yaml"));

        assertThat(policy(compose)).isEqualTo(policy(starter)).contains("changed-tools");
    }

    private static String policy(String file) {
        return file.substring(file.indexOf("---\n")).strip();
    }
}
