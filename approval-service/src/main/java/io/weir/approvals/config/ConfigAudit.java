/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.approvals.verdict.PendingVerdicts;
import io.weir.events.ConfigKind;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Has changes of the configuration recorded before they are made. */
public final class ConfigAudit {

    private final Function<Intake, CompletionStage<Void>> log;
    private final PendingVerdicts verdicts;
    private final ReplyTo replyTo;
    private final Clock clock;

    /**
     * The audit of one process.
     *
     * @param log writes to {@code weir.intake}
     * @param replyTo where the verdicts come back
     */
    public ConfigAudit(
            Function<Intake, CompletionStage<Void>> log, PendingVerdicts verdicts, ReplyTo replyTo, Clock clock) {
        this.log = log;
        this.verdicts = verdicts;
        this.replyTo = replyTo;
        this.clock = clock;
    }

    /**
     * Records changes, as one session; blocks until all are durable.
     *
     * @throws ProblemException 503 if they could not be recorded, in which case they must not be made
     */
    void record(Principal by, List<Change> changes) {
        String session = SessionIds.newSessionId(by);
        List<CompletableFuture<Void>> recorded = changes.stream()
                .map(change -> record(fact(by, session, change)).toCompletableFuture())
                .toList();
        try {
            recorded.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : e;
        }
    }

    private CompletionStage<Void> record(Intake fact) {
        return verdicts.ask(fact.getMessageId(), () -> log.apply(fact)).thenAccept(verdict -> {
            if (verdict.getOutcome() != Outcome.FORWARD) {
                throw new ProblemException(
                        Problem.of(503, "not-recorded", "Not recorded", "The change could not be recorded."), 1);
            }
        });
    }

    private Intake fact(Principal by, String session, Change change) {
        FactType type = change.effect() == Change.Effect.DELETED ? FactType.CONFIG_DELETED : FactType.CONFIG_APPLIED;
        return Intake.newBuilder()
                .setMessageId(MessageIds.next())
                .setSessionId(session)
                .setKind(MessageKind.FACT)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setReceivedAt(clock.instant())
                .setPrincipal(by.toRecord())
                .setConnection(change.kind() == ConfigKind.CONNECTION ? change.name() : "")
                .setPayload(ByteBuffer.allocate(0))
                .setReplyTo(replyTo)
                .setFact(new Fact(type, change.describe(), attributes(change)))
                .build();
    }

    /** A connection's source is part of the record, since the next one replaces it; a policy's version stays. */
    private static Map<String, String> attributes(Change change) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
        attributes.put("name", change.name());
        attributes.put("change", change.effect().name().toLowerCase(Locale.ROOT));
        attributes.put("hash", change.hash());
        if (change.kind() == ConfigKind.POLICY) {
            attributes.put("version", String.valueOf(change.version()));
        } else if (!change.source().isEmpty()) {
            attributes.put("source", change.source());
        }
        return attributes;
    }
}
