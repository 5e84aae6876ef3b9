/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.approvals.access.AccessAudit;
import io.weir.approvals.access.AdminOnly;
import io.weir.approvals.config.ConfigAudit;
import io.weir.approvals.config.ConfigRoutes;
import io.weir.approvals.config.ConfigWriter;
import io.weir.approvals.config.Configuration;
import io.weir.approvals.decision.ApprovalRoutes;
import io.weir.approvals.tools.ToolLog;
import io.weir.approvals.tools.ToolReviews;
import io.weir.approvals.tools.ToolRoutes;
import io.weir.approvals.verdict.PendingVerdicts;
import io.weir.serde.WeirSerdes;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.configlog.ConfigLog;
import io.weir.service.http.AllowedHosts;
import io.weir.service.http.AllowedHostsHandler;
import io.weir.service.http.Problems;
import io.weir.service.http.Readiness;
import io.weir.service.http.Router;
import io.weir.service.http.SecurityHeaders;
import io.weir.service.identity.BearerAuthHandler;
import io.weir.service.identity.OidcSettings;
import io.weir.service.identity.OidcTokenVerifier;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.identity.RateLimit;
import io.weir.service.identity.TokenVerifier;
import io.weir.service.lifecycle.Running;
import io.weir.service.mailbox.EventProducer;
import io.weir.service.mailbox.Mailbox;
import io.weir.service.mailbox.MailboxConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The approval service, built from its parts; read it from the top. It has no port of its own: its handler is served by
 * {@link ApprovalMain}, or beside other services.
 */
public final class ApprovalApp implements Running {

    /** The paths that the handler serves, each with all below it. */
    public static final List<String> PATHS =
            List.of(ApprovalRoutes.APPROVALS, ConfigRoutes.CONFIG, ToolRoutes.TOOLS, OpenApi.PATH);

    private static final Duration CONFIG_TIMEOUT = Duration.ofSeconds(60);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Readiness readiness = new Readiness();
    private Router router;
    private HttpHandler handler;

    private ApprovalApp() {}

    /**
     * Starts; returns when verdicts are heard and the configuration is loaded. Blocks meanwhile.
     *
     * @param config of {@link ApprovalKeys#configDef()}
     * @param approvals where approvals are read
     * @param metrics where the service counts
     * @throws RuntimeException if Kafka, the registry or the configuration cannot be used; what was started is stopped
     */
    public static ApprovalApp start(ServiceConfig config, ApprovalReader approvals, MeterRegistry metrics) {
        OidcTokenVerifier verifier = OidcTokenVerifier.start(OidcSettings.from(config));
        WeirSerdes serdes = WeirSerdes.fromConfig(config.values()).warmUp();
        ApprovalApp app = start(config, serdes, verifier, approvals, metrics);
        app.readiness.add("approvals identity", verifier::whyNotReady);
        return app;
    }

    static ApprovalApp start(
            ServiceConfig config,
            WeirSerdes serdes,
            TokenVerifier verifier,
            ApprovalReader approvals,
            MeterRegistry metrics) {
        ApprovalApp app = new ApprovalApp();
        try {
            app.build(config, serdes, verifier, approvals, metrics);
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private void build(
            ServiceConfig config,
            WeirSerdes serdes,
            TokenVerifier verifier,
            ApprovalReader approvals,
            MeterRegistry metrics) {
        List<String> admins = config.list(ApprovalKeys.ADMIN_GROUPS);
        int messageMaxBytes = config.integer(CommonKeys.MESSAGE_MAX_BYTES);
        Clock clock = Clock.systemUTC();

        // Kafka: what is produced is answered in the mailbox, which is open before anything is produced.
        PendingVerdicts verdicts = new PendingVerdicts(
                config.integer(ApprovalKeys.MAX_PENDING), config.millis(ApprovalKeys.VERDICT_TIMEOUT_MS));
        Mailbox mailbox = opened(Mailbox.open(MailboxConfig.from(config, "approvals"), serdes, verdicts));
        EventProducer producer = opened(EventProducer.open(config.kafka(), messageMaxBytes, serdes));
        ConfigLog configLog = opened(ConfigLog.open(config.kafka(), serdes));
        configLog.awaitLoaded(CONFIG_TIMEOUT);
        ToolLog toolLog = opened(ToolLog.open(config.kafka(), serdes));

        // The configuration: recorded, then written.
        ConfigAudit audit = new ConfigAudit(producer::intake, verdicts, mailbox.replyTo(), clock);
        ConfigWriter writer = opened(new ConfigWriter(config.kafka(), messageMaxBytes, serdes, configLog));
        Configuration configuration = opened(new Configuration(writer, audit, clock));

        // HTTP: who may speak at all, who it is, and what they want.
        AccessAudit refusals = new AccessAudit(
                producer::intake, mailbox.replyTo(), new RateLimit(config.integer(ApprovalKeys.AUDIT_REFUSALS)), clock);
        router = new Router();
        new ApprovalRoutes(approvals, producer::approvalCommand, verdicts, mailbox.replyTo(), admins, refusals, clock)
                .addTo(router);
        new ConfigRoutes(configLog::snapshot, configuration)
                .addTo(router, routes -> new AdminOnly(admins, refusals, routes));
        new ToolRoutes(toolLog, new ToolReviews(toolLog, producer::approvalCommand, verdicts, mailbox.replyTo(), clock))
                .addTo(router, routes -> new AdminOnly(admins, refusals, routes));
        HttpHandler authenticated = new BearerAuthHandler(
                verifier, ProtectedResource.from(config), refusals, Problems.ofExceptions(router));
        handler =
                new AllowedHostsHandler(AllowedHosts.from(config), new SecurityHeaders(OpenApi.beside(authenticated)));

        readiness
                .add("approvals mailbox", mailbox::whyNotReady)
                .add("approvals configuration", configLog::whyNotReady)
                .add("approvals tools", toolLog::whyNotReady);
        Gauge.builder("weir.approvals.commands.pending", verdicts, PendingVerdicts::size)
                .description("Commands that wait for their verdict")
                .register(metrics);
        Gauge.builder("weir.approvals.refusals.unrecorded", refusals, AccessAudit::unrecorded)
                .description("Refused requests that were not recorded")
                .register(metrics);
    }

    /** Serves {@link #PATHS}; expects the whole path. */
    public HttpHandler handler() {
        return handler;
    }

    /** What has to hold before clients are let in. */
    public Readiness readiness() {
        return readiness;
    }

    /** All routes that need a token. */
    List<Router.Route> routes() {
        return router.routes();
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Stops. Stop the HTTP server first. */
    @Override
    public void close() {
        Closing.all(parts);
    }
}
