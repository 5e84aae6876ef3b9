/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.audit;

import io.weir.events.Fact;
import io.weir.events.Intake;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.decision.Route;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what happens besides messages. Nobody waits for these facts. Thread-safe; no method blocks. */
public final class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private final Intakes intakes;
    private final Function<Intake, CompletionStage<Void>> log;
    private final RateLimit denials;
    private final LongAdder unrecorded = new LongAdder();

    /**
     * @param log writes to {@code weir.intake}
     * @param denialsPerSecond most refusals that are recorded in a second: whoever has no token must not be able to fill the
     *     log
     */
    public AuditTrail(Intakes intakes, Function<Intake, CompletionStage<Void>> log, int denialsPerSecond) {
        this.intakes = intakes;
        this.log = log;
        this.denials = new RateLimit(denialsPerSecond);
    }

    /**
     * Records a fact of an exchange.
     *
     * @param exchangeId empty if it concerns none
     */
    public void record(Route route, String exchangeId, Fact fact) {
        log.apply(intakes.fact(route, exchangeId, fact)).whenComplete((durable, failure) -> {
            if (failure != null) {
                unrecorded.increment();
                LOG.atWarn()
                        .addKeyValue("fact", fact.getType())
                        .addKeyValue("failure", failure.getClass().getSimpleName())
                        .log("A fact could not be recorded");
            }
        });
    }

    /** Records that a request was turned away, within the bound. */
    public void recordRefusal(Route route, Fact fact) {
        if (denials.tryAcquire(System.nanoTime())) {
            record(route, "", fact);
        } else {
            unrecorded.increment();
        }
    }

    /** How many facts went unrecorded, for want of a log or beyond the bound. */
    public long unrecorded() {
        return unrecorded.sum();
    }
}
