/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.events.Vote;
import io.weir.model.Principal;
import io.weir.streams.approval.Approval;
import io.weir.streams.approval.ApprovalRecords;
import io.weir.streams.approval.ApprovalRules;
import io.weir.streams.approval.Command;
import io.weir.streams.approval.Ruling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Carries out the commands of people, on approvals and on tools, or says why not. */
final class CommandJudge {
    private final ApprovalBook book;
    private final ApprovalRules rules;
    private final ToolDesk tools;

    CommandJudge(ApprovalBook book, ToolDesk tools, List<String> adminGroups) {
        this.book = book;
        this.tools = tools;
        this.rules = new ApprovalRules(adminGroups);
    }

    /**
     * @param at the command's time in the log, which is what counts against deadlines
     * @param now for the verdict
     */
    Verdict judge(ApprovalCommand command, long at, long now) {
        return command.getAction() == ApprovalAction.ACCEPT_TOOL
                ? Verdicts.of(command, tools.review(command, Instant.ofEpochMilli(at)), now)
                : decide(command, at, now);
    }

    private Verdict decide(ApprovalCommand command, long at, long now) {
        Optional<Approval> approval = book.byId(command.getApprovalId())
                .filter(found -> found.terms().request().sessionId().equals(command.getSessionId()));
        if (approval.isEmpty()) {
            return refuse(command, null, "There is no such request.", at, now);
        }
        Ruling ruling = rules.judge(approval.get(), command(command, at));
        if (ruling instanceof Ruling.Refused refused) {
            ApprovalRecord asItWas = ApprovalRecords.toRecord(refused.approval());
            return refuse(command, asItWas, refused.reason(), at, now);
        }
        ApprovalRecord after = book.put(ruling.approval());
        return Verdicts.of(command, Outcome.FORWARD, after, "", vote(command, at), now);
    }

    /**
     * The answer to a command that was answered before, possibly to another process.
     *
     * @param answered the verdict that it got
     */
    Verdict again(ApprovalCommand command, Verdict answered, long at, long now) {
        // The kind, since a message can have the same id as a command: others than people choose it.
        boolean same = answered.getKind() == MessageKind.APPROVAL_COMMAND
                && answered.getSessionId().equals(command.getSessionId())
                && Principal.from(answered.getPrincipal())
                        .key()
                        .equals(Principal.from(command.getPrincipal()).key());
        return same
                ? Verdicts.readdressed(answered, command.getReplyTo())
                : refuse(command, null, "The id of the decision was used before.", at, now);
    }

    private static Verdict refuse(ApprovalCommand command, ApprovalRecord approval, String why, long at, long now) {
        return Verdicts.of(command, Outcome.BLOCK, approval, why, vote(command, at), now);
    }

    private static Command command(ApprovalCommand command, long at) {
        return new Command(
                command.getCommandId(),
                command.getAction(),
                Principal.from(command.getPrincipal()),
                command.getReason(),
                Optional.ofNullable(command.getDigest()),
                at);
    }

    private static Vote vote(ApprovalCommand command, long at) {
        boolean vote = command.getAction() == ApprovalAction.APPROVE || command.getAction() == ApprovalAction.REJECT;
        return vote
                ? new Vote(
                        command.getCommandId(),
                        command.getPrincipal(),
                        command.getAction() == ApprovalAction.APPROVE,
                        command.getReason(),
                        Instant.ofEpochMilli(at))
                : null;
    }
}
