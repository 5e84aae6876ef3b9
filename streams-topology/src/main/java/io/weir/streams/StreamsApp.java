/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.serde.WeirSerdes;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.Readiness;
import io.weir.service.lifecycle.Running;
import io.weir.streams.enforcement.EnforcementSettings;
import io.weir.streams.enforcement.EnforcementTopology;
import io.weir.streams.interactive.PeerClient;
import io.weir.streams.interactive.StoreOwners;
import io.weir.streams.ledger.LedgerSettings;
import io.weir.streams.ledger.LedgerTopology;
import io.weir.topics.TopicAdmin;
import io.weir.topics.TopicCatalogue;
import io.weir.topics.TopicSettings;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Enforcement and ledger, running. Usable as a part of another process; {@link StreamsMain} is a process of its own.
 *
 * <p>Makes the topics that are missing, and checks the others.
 */
public final class StreamsApp implements Running {
    private static final int QUERY_THREADS = 2;

    private final StreamsRunner enforcement;
    private final StreamsRunner ledger;
    private final ExecutorService queries;
    private final StoredApprovals approvals;
    private final String secret;

    private StreamsApp(ServiceConfig config, WeirSerdes serdes) {
        TopicSettings topics = TopicSettings.from(config.values());
        StreamsInstance instance = StreamsInstance.from(
                config, "streams", "weir-enforcement", topics.replicationFactor(), topics.maxRecordBytes());
        prepareCluster(instance, topics);
        secret = config.secret(CommonKeys.INTERNAL_SECRET).orElseThrow();
        enforcement = enforcement(config, serdes, topics, instance);
        ledger = ledger(config, serdes, topics, instance.of("weir-ledger"));
        queries = Executors.newFixedThreadPool(QUERY_THREADS, StreamsApp::queryThread);
        StoreOwners owners = new StoreOwners(enforcement.streams(), instance.self());
        approvals = new StoredApprovals(owners, new PeerClient(secret), queries);
    }

    /**
     * Starts, and returns before the applications run; {@link #addChecks} tells when they do.
     *
     * @param config of {@link StreamsKeys#configDef()}
     * @throws io.weir.topics.TopicMismatchException if a topic is not as it should be
     * @throws IllegalStateException if the cluster cannot do what the ledger needs
     */
    public static StreamsApp start(ServiceConfig config) {
        return start(config, WeirSerdes.fromConfig(config.values()).warmUp());
    }

    /**
     * Starts with serdes that the process has already.
     *
     * @param serdes warmed up
     */
    public static StreamsApp start(ServiceConfig config, WeirSerdes serdes) {
        StreamsApp app = new StreamsApp(config, serdes);
        app.enforcement.start();
        app.ledger.start();
        return app;
    }

    /** Reads approvals, also those in the stores of other instances. */
    public ApprovalReader approvals() {
        return approvals;
    }

    /** The internal API, below {@code /internal}; shows the shared secret or gets 403. */
    public HttpHandler handler() {
        return new StreamsApi(approvals).handler(secret);
    }

    /** Adds the checks that both applications run. */
    public void addChecks(Readiness readiness) {
        readiness.add("enforcement", enforcement::whyNotReady);
        readiness.add("ledger", ledger::whyNotReady);
    }

    /** Adds the meters of both applications. */
    public void bindMeters(MeterRegistry registry) {
        enforcement.bindMeters(registry);
        ledger.bindMeters(registry);
    }

    @Override
    public void close() {
        enforcement.close();
        ledger.close();
        queries.shutdownNow();
    }

    private static StreamsRunner enforcement(
            ServiceConfig config, WeirSerdes serdes, TopicSettings topics, StreamsInstance instance) {
        EnforcementSettings settings = EnforcementSettings.of(topics)
                .withAdminGroups(config.list(StreamsKeys.ADMIN_GROUPS))
                .withDecisionRetention(config.millis(StreamsKeys.DECISION_RETENTION_MS))
                .withKeepEnded(config.millis(StreamsKeys.KEEP_ENDED_MS));
        return new StreamsRunner(
                EnforcementTopology.build(settings, serdes),
                StreamsConfigs.enforcement(
                        instance,
                        config.integer(StreamsKeys.ENFORCEMENT_THREADS),
                        config.longValue(StreamsKeys.ENFORCEMENT_COMMIT_MS)));
    }

    private static StreamsRunner ledger(
            ServiceConfig config, WeirSerdes serdes, TopicSettings topics, StreamsInstance instance) {
        LedgerSettings settings =
                new LedgerSettings(topics.sessionPartitions(), config.millis(StreamsKeys.LEDGER_DEDUPE_MS));
        return new StreamsRunner(
                LedgerTopology.build(settings, serdes),
                StreamsConfigs.exactlyOnce(
                        instance,
                        config.integer(StreamsKeys.LEDGER_THREADS),
                        config.longValue(StreamsKeys.LEDGER_COMMIT_MS)));
    }

    private static void prepareCluster(StreamsInstance instance, TopicSettings topics) {
        try (Admin admin = Admin.create(instance.kafka())) {
            TransactionSupport.require(admin);
            TopicAdmin.ensure(admin, TopicCatalogue.of(topics));
        }
    }

    private static Thread queryThread(Runnable work) {
        Thread thread = new Thread(work, "weir-store-queries");
        thread.setDaemon(true);
        return thread;
    }
}
