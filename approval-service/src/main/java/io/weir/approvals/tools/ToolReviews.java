/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.tools;

import io.weir.approvals.verdict.PendingVerdicts;
import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.ToolRecord;
import io.weir.events.ToolRef;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Has enforcement judge reviews: it alone knows what is current, and records what was reviewed. */
public final class ToolReviews {

    private static final Duration READ_BACK = Duration.ofSeconds(5);

    private final ToolLog tools;
    private final Function<ApprovalCommand, CompletionStage<Void>> log;
    private final PendingVerdicts verdicts;
    private final ReplyTo replyTo;
    private final Clock clock;

    /**
     * The reviews of one process.
     *
     * @param log writes to {@code weir.approval-decisions}
     * @param replyTo where the verdicts come back
     */
    public ToolReviews(
            ToolLog tools,
            Function<ApprovalCommand, CompletionStage<Void>> log,
            PendingVerdicts verdicts,
            ReplyTo replyTo,
            Clock clock) {
        this.tools = tools;
        this.log = log;
        this.verdicts = verdicts;
        this.replyTo = replyTo;
        this.clock = clock;
    }

    /**
     * Accepts a definition of a tool.
     *
     * @param digest of the definition that the person saw
     * @param reason in the person's words
     * @return the tool after it; fails with a {@link ProblemException}: 404, 409 if that is not the current definition, or 503
     */
    CompletionStage<ToolRecord> accept(Principal by, String connection, String tool, String digest, String reason) {
        if (tools.find(connection, tool).isEmpty()) {
            return CompletableFuture.failedStage(noSuchTool());
        }
        ApprovalCommand review = review(by, connection, tool, digest, reason);
        CompletionStage<Void> recorded = tools.awaitEvent(review.getCommandId(), READ_BACK);
        return verdicts.ask(review.getCommandId(), () -> log.apply(review))
                .thenCompose(verdict -> isAccepted(verdict)
                        ? recorded
                        : CompletableFuture.failedStage(refused(connection, tool, verdict)))
                .thenApply(done -> tools.find(connection, tool).orElseThrow(ToolReviews::noSuchTool));
    }

    private ApprovalCommand review(Principal by, String connection, String tool, String digest, String reason) {
        return ApprovalCommand.newBuilder()
                .setCommandId(MessageIds.next())
                .setApprovalId("")
                .setSessionId(SessionIds.toolsSessionId(connection))
                .setAction(ApprovalAction.ACCEPT_TOOL)
                .setPrincipal(by.toRecord())
                .setReason(reason)
                .setDigest(digest)
                .setIssuedAt(clock.instant())
                .setReplyTo(replyTo)
                .setTool(new ToolRef(connection, tool))
                .build();
    }

    private static boolean isAccepted(Verdict verdict) {
        return verdict.getOutcome() == Outcome.FORWARD;
    }

    private ProblemException refused(String connection, String tool, Verdict verdict) {
        Problem problem = Problem.of(409, "review-refused", "The review was refused", verdict.getReason());
        return new ProblemException(tools.find(connection, tool)
                .map(now -> problem.with("currentDigest", now.getCurrentDigest()))
                .orElse(problem));
    }

    private static ProblemException noSuchTool() {
        return new ProblemException(Problem.of(404, "No tool of that name was listed on that connection."));
    }
}
