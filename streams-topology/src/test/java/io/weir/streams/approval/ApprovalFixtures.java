/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalAction;
import io.weir.model.Principal;
import io.weir.policy.HoldTerms;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One request by Alice, held for two of the approvers. */
final class ApprovalFixtures {
    static final long ASKED_AT = 1_000_000;
    static final long DECIDE_BY = ASKED_AT + 60_000;
    static final Principal ALICE = person("alice", "analysts", "approvers", "weir-admins");
    static final Principal BOB = person("bob", "approvers");
    static final Principal CAROL = person("carol", "approvers");
    static final Principal DAVE = person("dave", "analysts");
    static final Principal ADMIN = person("admin", "weir-admins");
    static final Waiter WAITER = new Waiter("exchange-1", 3, "ingress:1");
    static final ApprovalRules RULES = new ApprovalRules(List.of("weir-admins"));

    private static int commands;

    private ApprovalFixtures() {}

    static Principal person(String subject, String... groups) {
        return new Principal(subject, subject, List.of(groups), "client", "issuer", Optional.empty());
    }

    static Principal agentOf(String agent, String person, String... groups) {
        return new Principal(agent, agent, List.of(groups), "client", "issuer", Optional.of(person));
    }

    static Pending pending(int quorum) {
        return pending(ALICE, quorum);
    }

    static Pending pending(Principal requester, int quorum) {
        HeldRequest request = new HeldRequest(
                "prefix.session",
                "message-1",
                requester,
                "bank",
                "tools/call",
                "transfer_money",
                ByteBuffer.wrap(new byte[] {'{', '}'}),
                "digest",
                new PolicyVersion("starter", 1, "hash"));
        HoldTerms hold = new HoldTerms(
                "large", List.of("approvers"), quorum, Duration.ofMinutes(1), Duration.ofMinutes(5), "Two people.");
        return Pending.request(new Terms("apr_prefix.1", request, hold, ASKED_AT), WAITER);
    }

    static Command command(ApprovalAction action, Principal person, long at) {
        return new Command("command-" + ++commands, action, person, "because", Optional.of("digest"), at);
    }

    static Command approve(Principal person) {
        return command(ApprovalAction.APPROVE, person, ASKED_AT + 1);
    }

    static Command reject(Principal person) {
        return command(ApprovalAction.REJECT, person, ASKED_AT + 1);
    }

    static Approval accepted(Approval approval, Command command) {
        Ruling ruling = RULES.judge(approval, command);
        if (ruling instanceof Ruling.Refused refused) {
            throw new AssertionError("refused: " + refused.reason());
        }
        return ruling.approval();
    }

    static String refused(Approval approval, Command command) {
        Ruling ruling = RULES.judge(approval, command);
        if (ruling instanceof Ruling.Refused refused && refused.approval().equals(approval)) {
            return refused.reason();
        }
        throw new AssertionError("accepted: " + ruling.approval().state());
    }
}
