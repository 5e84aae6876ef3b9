/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.access;

import io.undertow.server.HttpServerExchange;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.service.identity.Denial;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.Identity;
import io.weir.service.identity.RateLimit;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records refused requests, so many a second. Nobody waits for the record: the refusal stands in any case. */
public final class AccessAudit implements DenialListener {

    private static final Logger LOG = LoggerFactory.getLogger(AccessAudit.class);

    private final Function<Intake, CompletionStage<Void>> log;
    private final ReplyTo replyTo;
    private final RateLimit limit;
    private final Clock clock;
    private final LongAdder unrecorded = new LongAdder();
    private final String anonymousSession = SessionIds.newSessionId(Principal.anonymous());

    /**
     * An audit of one process.
     *
     * @param log writes to {@code weir.intake}
     */
    public AccessAudit(Function<Intake, CompletionStage<Void>> log, ReplyTo replyTo, RateLimit limit, Clock clock) {
        this.log = log;
        this.replyTo = replyTo;
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public void denied(HttpServerExchange exchange, Denial denial) {
        if (!limit.tryAcquire(System.nanoTime())) {
            unrecorded.increment();
            return;
        }
        log.apply(fact(exchange, denial)).whenComplete((recorded, failure) -> {
            if (failure != null) {
                unrecorded.increment();
                LOG.atWarn()
                        .addKeyValue("status", denial.status())
                        .setCause(failure)
                        .log("A refusal went unrecorded");
            }
        });
    }

    /** How many refusals went unrecorded, beyond the limit or for want of a log. */
    public long unrecorded() {
        return unrecorded.sum();
    }

    private Intake fact(HttpServerExchange exchange, Denial denial) {
        Principal person = Identity.optional(exchange).orElse(Principal.anonymous());
        return Intake.newBuilder()
                .setMessageId(MessageIds.next())
                .setSessionId(person.isAuthenticated() ? SessionIds.newSessionId(person) : anonymousSession)
                .setKind(MessageKind.FACT)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setReceivedAt(clock.instant())
                .setPrincipal(person.toRecord())
                .setPayload(ByteBuffer.allocate(0))
                .setReplyTo(replyTo)
                .setFact(new Fact(FactType.ACCESS_DENIED, denial.description(), attributes(exchange, denial)))
                .build();
    }

    private static Map<String, String> attributes(HttpServerExchange exchange, Denial denial) {
        var source = exchange.getSourceAddress();
        return Map.of(
                "httpStatus", String.valueOf(denial.status()),
                "error", denial.error(),
                "httpMethod", exchange.getRequestMethod().toString(),
                "path", exchange.getRequestPath(),
                "remoteAddress", source == null ? "" : source.getHostString());
    }
}
