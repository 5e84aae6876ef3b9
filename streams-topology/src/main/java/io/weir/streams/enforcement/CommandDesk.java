/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** Answers the commands of people: each once, however often it comes, and tells those whom it concerns. */
final class CommandDesk {
    private final CommandJudge judge;
    private final ApprovalDesk approvals;
    private final ToolDesk tools;
    private final Decisions decisions;
    private final Emitter emitter;

    CommandDesk(CommandJudge judge, ApprovalDesk approvals, ToolDesk tools, Decisions decisions, Emitter emitter) {
        this.judge = judge;
        this.approvals = approvals;
        this.tools = tools;
        this.decisions = decisions;
        this.emitter = emitter;
    }

    /**
     * Has a command carried out, and answers its sender.
     *
     * @param now for the verdict, in milliseconds since the epoch
     */
    void answer(Record<String, byte[]> record, ApprovalCommand command, long now) {
        long at = record.timestamp();
        Optional<Verdict> known = decisions.ofCommand(command.getCommandId(), at);
        known.map(Verdict::getApproval).ifPresent(approvals::catchUp);
        Verdict verdict = known.map(answered -> judge.again(command, answered, at, now))
                .orElseGet(() -> judge.judge(command, at, now));
        int mailbox = command.getReplyTo().getMailbox();
        byte[] sent = emitter.verdict(record, verdict, mailbox);
        if (known.isEmpty()) {
            decisions.keepCommand(verdict, sent, at);
        }
        if (verdict.getOutcome() == Outcome.FORWARD) {
            notifyWaiter(record, verdict, mailbox);
            tellTool(record, command);
        }
    }

    /** Tells the exchange that waits, if the command brought its approval to a decision. */
    private void notifyWaiter(Record<String, byte[]> record, Verdict command, int sentTo) {
        ApprovalRecord approval = command.getApproval();
        boolean decided = approval != null && approval.getWaiter() != null && Endings.isDecided(approval);
        if (decided) {
            int mailbox = approval.getWaiter().getMailbox();
            // For the ledger, which numbers what it meets: in this mailbox the decision stands before the claim that it
            // allows. It records the decision once; and the exchange passes over what has another's epoch.
            if (mailbox != sentTo) {
                emitter.verdict(record, command, mailbox);
            }
            emitter.verdict(record, Verdicts.notice(command), mailbox);
        }
    }

    /** Also of a command that was answered before: a crash can have lost what all read, but not the answer. */
    private void tellTool(Record<String, byte[]> record, ApprovalCommand command) {
        if (command.getAction() == ApprovalAction.ACCEPT_TOOL && command.getTool() != null) {
            tools.find(command.getTool().getConnection(), command.getTool().getName())
                    .ifPresent(tool -> emitter.tool(record, tool));
        }
    }
}
