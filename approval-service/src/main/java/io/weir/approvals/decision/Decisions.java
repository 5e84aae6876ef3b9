/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import io.weir.approvals.verdict.PendingVerdicts;
import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.Principal;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.approval.ApprovalsUnavailableException;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Has enforcement decide on what people say: one command, one verdict, both in the log. */
final class Decisions {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final ApprovalReader approvals;
    private final Function<ApprovalCommand, CompletionStage<Void>> log;
    private final PendingVerdicts verdicts;
    private final ReplyTo replyTo;
    private final Refusals refusals;
    private final Clock clock;

    Decisions(
            ApprovalReader approvals,
            Function<ApprovalCommand, CompletionStage<Void>> log,
            PendingVerdicts verdicts,
            ReplyTo replyTo,
            Refusals refusals,
            Clock clock) {
        this.approvals = approvals;
        this.log = log;
        this.verdicts = verdicts;
        this.replyTo = replyTo;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * Carries a decision out.
     *
     * @return the approval after it; fails with a {@link ProblemException} that says why it was refused
     */
    CompletionStage<ApprovalRecord> decide(Principal person, String approvalId, Decision decision) {
        return find(approvalId)
                .thenCompose(found -> found.isPresent()
                        ? command(person, found.get(), decision)
                        : CompletableFuture.failedStage(Refusals.noSuchApproval()));
    }

    /** One approval, if there is one. */
    CompletionStage<Optional<ApprovalRecord>> find(String approvalId) {
        return available(approvals.get(approvalId));
    }

    /** All approvals. */
    CompletionStage<List<ApprovalRecord>> all() {
        return available(approvals.list());
    }

    private CompletionStage<ApprovalRecord> command(Principal person, ApprovalRecord approval, Decision decision) {
        ApprovalCommand command = ApprovalCommand.newBuilder()
                .setCommandId(decision.commandId(person, approval.getApprovalId()))
                .setApprovalId(approval.getApprovalId())
                .setSessionId(approval.getSessionId())
                .setAction(decision.action())
                .setPrincipal(person.toRecord())
                .setReason(decision.reason())
                .setDigest(decision.digest().orElse(null))
                .setIssuedAt(clock.instant())
                .setReplyTo(replyTo)
                .build();
        return verdicts.ask(command.getCommandId(), () -> log.apply(command))
                .thenApply(verdict -> outcome(person, decision, verdict));
    }

    private ApprovalRecord outcome(Principal person, Decision decision, Verdict verdict) {
        if (verdict.getOutcome() == Outcome.FORWARD && verdict.getApproval() != null) {
            return verdict.getApproval();
        }
        throw refusals.of(person, decision, verdict);
    }

    private static <T> CompletionStage<T> available(CompletionStage<T> read) {
        return read.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return CompletableFuture.failedStage(
                    cause instanceof ApprovalsUnavailableException ? unavailable() : cause);
        });
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                Problem.of(503, "The approvals cannot be read now, as after a restart."), RETRY_AFTER_SECONDS);
    }

    /** The action that a path names. */
    static ApprovalAction action(String path) {
        return switch (path) {
            case "approve" -> ApprovalAction.APPROVE;
            case "reject" -> ApprovalAction.REJECT;
            case "revoke" -> ApprovalAction.REVOKE;
            case "cancel" -> ApprovalAction.CANCEL;
            default -> throw new IllegalArgumentException(path);
        };
    }
}
