/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import io.weir.approvals.ApprovalApp;
import io.weir.approvals.ApprovalKeys;
import io.weir.ingress.IngressApp;
import io.weir.ingress.IngressConfig;
import io.weir.query.QueryApp;
import io.weir.query.QueryKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.Readiness;
import io.weir.service.identity.ProtectedResource;
import io.weir.standalone.lifecycle.Parts;
import io.weir.standalone.settings.ServiceDefaults;
import io.weir.standalone.settings.UserSettings;
import io.weir.streams.StreamsApp;
import io.weir.streams.StreamsKeys;
import io.weir.topics.TopicAdmin;
import io.weir.topics.TopicCatalogue;
import io.weir.topics.TopicSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;

/** The services of a cluster, each as it is, side by side in this process. */
final class Services {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int NO_MAILBOX = 0;
    private static final int INGRESS_MAILBOX = 0;
    private static final int APPROVALS_MAILBOX = 1;

    private final UserSettings settings;
    private final ServiceDefaults defaults;
    private final StreamsApp streams;
    private final IngressApp ingress;
    private final ApprovalApp approvals;
    private final QueryApp queries;
    private final Readiness streamsReadiness = new Readiness();

    /**
     * Starts all of them side by side; what they need of each other they find in Kafka.
     *
     * @throws RuntimeException what kept the first of them from starting
     */
    Services(Parts parts, UserSettings settings, ServiceDefaults defaults, MeterRegistry metrics) {
        this.settings = settings;
        this.defaults = defaults;
        ServiceConfig streamsConfig = config("streams", NO_MAILBOX, StreamsKeys.configDef());
        ServiceConfig ingressConfig = config("ingress", INGRESS_MAILBOX, IngressConfig.definition());
        ServiceConfig approvalConfig = config("approvals", APPROVALS_MAILBOX, ApprovalKeys.configDef());
        ServiceConfig queryConfig = config("query", NO_MAILBOX, QueryKeys.configDef());

        makeTopics(streamsConfig);
        CompletableFuture<StreamsApp> startingStreams =
                parts.start("enforcement and ledger", () -> StreamsApp.start(streamsConfig));
        CompletableFuture<QueryApp> startingQueries =
                parts.start("queries", () -> QueryApp.start(queryConfig, metrics));
        CompletableFuture<ApprovalApp> startingApprovals = parts.start(
                "approvals", () -> ApprovalApp.start(approvalConfig, new LaterApprovals(startingStreams), metrics));
        CompletableFuture<IngressApp> startingIngress =
                parts.start("ingress", () -> IngressApp.start(ingressConfig, metrics));
        streams = Parts.await(startingStreams);
        queries = Parts.await(startingQueries);
        approvals = Parts.await(startingApprovals);
        ingress = Parts.await(startingIngress);
        streams.addChecks(streamsReadiness);
        streams.bindMeters(metrics);
    }

    /** Before any service: a Streams application fails where a topic that it reads is missing. */
    private static void makeTopics(ServiceConfig config) {
        try (Admin admin = Admin.create(config.kafka())) {
            TopicAdmin.ensure(admin, TopicCatalogue.of(TopicSettings.from(config.values())));
        }
    }

    /** Adds what they serve. */
    void addTo(PrefixRouter routes) {
        routes.add("/mcp", ingress.handler()).add("/llm", ingress.llmHandler());
        routes.add(ProtectedResource.WELL_KNOWN, ingress.metadataHandler());
        routes.add("/api/sessions", queries.handler());
        ApprovalApp.PATHS.forEach(path -> routes.add(path, approvals.handler()));
    }

    /** Why requests cannot be served now; empty when they can. */
    Optional<String> whyNotReady() {
        Map<String, String> failing = new TreeMap<>();
        Stream.of(streamsReadiness, ingress.readiness(), approvals.readiness(), queries.readiness())
                .forEach(each -> failing.putAll(each.failing()));
        return failing.isEmpty() ? Optional.empty() : Optional.of(failing.toString());
    }

    /**
     * Waits until all can serve.
     *
     * @throws IllegalStateException if that takes longer than a minute
     */
    void awaitReady() {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        for (Optional<String> why = whyNotReady(); why.isPresent(); why = whyNotReady()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not ready within " + READY_WITHIN.toSeconds() + " s: " + why.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Ends the streams that clients hold open, which no stop could wait for. */
    void endStreams() {
        ingress.endStreams();
    }

    private ServiceConfig config(String service, int mailbox, ConfigDef definition) {
        return settings.forService(definition, defaults.of(service, mailbox));
    }
}
