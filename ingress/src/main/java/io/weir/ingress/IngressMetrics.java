/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.decision.Decisions;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.upstream.sse.SseRelay;

/** What the ingress shows of itself; read when it is scraped, so that nothing is counted on the way of a message. */
final class IngressMetrics {
    private IngressMetrics() {}

    static void bind(MeterRegistry registry, Exchanges exchanges, Decisions decisions, AuditTrail audit, SseRelay sse) {
        Gauge.builder("weir.ingress.exchanges", exchanges, Exchanges::size)
                .description("Requests and one-way messages under way")
                .register(registry);
        Gauge.builder("weir.ingress.streams", exchanges, Exchanges::streams)
                .description("Open GET streams")
                .register(registry);
        Gauge.builder("weir.ingress.upstream.streams", sse, SseRelay::size)
                .description("Sessions with servers of the HTTP+SSE transport, each with a stream")
                .register(registry);
        Gauge.builder("weir.ingress.undecided", decisions, Decisions::size)
                .description("Messages that wait for a verdict")
                .register(registry);
        FunctionCounter.builder("weir.ingress.late.verdicts", decisions, Decisions::unclaimed)
                .description("Verdicts that nobody waited for: repeated, late, or of facts")
                .register(registry);
        FunctionCounter.builder("weir.ingress.unrecorded.facts", audit, AuditTrail::unrecorded)
                .description("Facts that were not recorded, for want of a log or beyond the bound")
                .register(registry);
    }
}
