/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.decision.Decisions;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.history.KafkaVerdictLog;
import io.weir.ingress.http.LlmHandler;
import io.weir.ingress.http.McpHandler;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.session.EventIds;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.session.TaskIds;
import io.weir.ingress.upstream.ConnectionFeed;
import io.weir.ingress.upstream.Relays;
import io.weir.ingress.upstream.Upstreams;
import io.weir.ingress.upstream.agent.AgentRelay;
import io.weir.ingress.upstream.http.HttpRelay;
import io.weir.ingress.upstream.llm.LlmRelay;
import io.weir.ingress.upstream.sse.McpRelay;
import io.weir.ingress.upstream.sse.SseRelay;
import io.weir.ingress.virtual.VirtualDispatcher;
import io.weir.serde.WeirSerdes;
import io.weir.service.config.ServiceConfig;
import io.weir.service.configlog.ConfigLog;
import io.weir.service.http.AllowedHosts;
import io.weir.service.http.AllowedHostsHandler;
import io.weir.service.http.Readiness;
import io.weir.service.identity.BearerAuthHandler;
import io.weir.service.identity.OidcSettings;
import io.weir.service.identity.OidcTokenVerifier;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.lifecycle.Running;
import io.weir.service.mailbox.EventProducer;
import io.weir.service.mailbox.Mailbox;
import io.weir.service.mailbox.MailboxAnnouncement;
import io.weir.service.mailbox.MailboxConfig;
import java.time.Clock;
import java.time.Duration;

/**
 * The ingress, built from its parts; read it from the top. It has no port of its own: its handler is served by {@link
 * IngressMain}, or beside other services.
 */
public final class IngressApp implements Running {
    private static final Duration CONFIG_TIMEOUT = Duration.ofSeconds(60);

    private final Closeables parts;
    private final Readiness readiness;
    private final HttpHandler handler;
    private final HttpHandler llm;
    private final HttpHandler metadata;
    private final Exchanges exchanges;

    private IngressApp(
            Closeables parts,
            Exchanges exchanges,
            Readiness readiness,
            HttpHandler handler,
            HttpHandler llm,
            HttpHandler metadata) {
        this.parts = parts;
        this.exchanges = exchanges;
        this.readiness = readiness;
        this.handler = handler;
        this.llm = llm;
        this.metadata = metadata;
    }

    /**
     * Starts; returns when verdicts are heard and the configuration is loaded. Blocks meanwhile.
     *
     * @param config see {@link IngressConfig#definition()}
     * @param metrics where the ingress counts
     * @throws RuntimeException if Kafka, the registry or the configuration cannot be used; what was started is stopped
     */
    public static IngressApp start(ServiceConfig config, MeterRegistry metrics) {
        Closeables parts = new Closeables();
        try {
            return start(config, new IngressConfig(config), metrics, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static IngressApp start(
            ServiceConfig config, IngressConfig settings, MeterRegistry metrics, Closeables parts) {
        Sessions sessions = new Sessions(settings.sessionKey(), settings.sessionMaxAge(), Clock.systemUTC());
        MessageParser parser = new MessageParser(settings.parseLimits());
        // Before any other user of the JDK's HTTP client: it sets how long that keeps connections.
        HttpRelay client = parts.add(new HttpRelay(settings.connectTimeout(), settings.messageMaxBytes()));
        OidcTokenVerifier verifier = OidcTokenVerifier.start(OidcSettings.from(config));

        // Kafka: what is produced is answered in the mailbox, which is open before anything is produced.
        WeirSerdes serdes = WeirSerdes.fromConfig(config.values()).warmUp();
        VerdictRelay verdicts = new VerdictRelay();
        Mailbox mailbox = parts.add(Mailbox.open(MailboxConfig.from(config, "ingress"), serdes, verdicts));
        EventProducer producer = parts.add(EventProducer.open(config.kafka(), settings.messageMaxBytes(), serdes));
        Intakes intakes = new Intakes(mailbox.replyTo(), Clock.systemUTC());
        new MailboxAnnouncement(producer, mailbox.replyTo()).opened();

        // What is under way.
        Ticker ticker = parts.add(new Ticker());
        Decisions decisions = new Decisions(producer::intake, settings.decisionTimeout());
        AuditTrail audit = new AuditTrail(intakes, producer::intake, settings.refusalsPerSecond());
        KafkaVerdictLog history = parts.add(new KafkaVerdictLog(config.kafka(), serdes));
        EventIds eventIds = new EventIds(settings.sessionKey());
        RequestStates requestStates = new RequestStates(settings.sessionKey());
        SseRelay sse = new SseRelay(new SseRelay.Tools(
                client,
                parser,
                ticker.timer(),
                settings.exchanges().maxStreams(),
                settings.messageMaxBytes(),
                settings.sessionMaxAge()));
        Exchanges exchanges = new Exchanges(new Exchanges.Tools(
                decisions,
                intakes,
                new Relays(
                        new McpRelay(client, sse, parser),
                        new LlmRelay(client, ticker.timer(), settings.messageMaxBytes(), settings.llmPartInterval()),
                        new AgentRelay()),
                sessions,
                parser,
                audit,
                history,
                eventIds,
                requestStates,
                new TaskIds(settings.sessionKey()),
                ticker.timer(),
                settings.exchanges()));
        verdicts.to(exchanges::accept);

        // Connections, as they are configured now.
        Upstreams upstreams = new Upstreams(System::getenv);
        ConfigLog configLog = parts.add(ConfigLog.open(config.kafka(), serdes));
        configLog.listen(new ConnectionFeed(upstreams));
        configLog.awaitLoaded(CONFIG_TIMEOUT);
        ticker.start(exchanges::tick, upstreams::readSecrets, client::closeIdle, sse::closeIdle);

        // HTTP: who may speak at all, who it is, and what they say.
        VirtualDispatcher.Tools virtual =
                new VirtualDispatcher.Tools(upstreams, sessions, requestStates, parser, audit);
        McpHandler mcp = new McpHandler(
                upstreams,
                new VirtualDispatcher(exchanges, virtual, Clock.systemUTC()),
                parser,
                audit,
                new McpHandler.Sealed(sessions, eventIds, requestStates),
                settings.messageMaxBytes(),
                settings.keepAliveMs());
        ProtectedResource resource = ProtectedResource.from(config);
        HttpHandler authenticated = new BearerAuthHandler(verifier, resource, mcp.denials(), mcp);
        LlmHandler llm = new LlmHandler(
                upstreams, sessions, exchanges, parser, audit, settings.messageMaxBytes(), settings.keepAliveMs());
        HttpHandler authenticatedLlm = new BearerAuthHandler(verifier, resource, llm.denials(), llm.denialForm(), llm);
        AllowedHosts hosts = AllowedHosts.from(config);
        Readiness readiness = new Readiness()
                .add("ingress mailbox", mailbox::whyNotReady)
                .add("ingress configuration", configLog::whyNotReady)
                .add("ingress identity", verifier::whyNotReady);
        IngressMetrics.bind(metrics, exchanges, decisions, audit, sse);
        return new IngressApp(
                parts,
                exchanges,
                readiness,
                new AllowedHostsHandler(hosts, authenticated),
                new AllowedHostsHandler(hosts, authenticatedLlm),
                new AllowedHostsHandler(hosts, resource.handler()));
    }

    /** Serves {@code /mcp/CONNECTION}; expects the whole path. */
    public HttpHandler handler() {
        return handler;
    }

    /** Serves {@code /llm/CONNECTION/v1/…}; expects the whole path. */
    public HttpHandler llmHandler() {
        return llm;
    }

    /** Serves the metadata of {@link ProtectedResource#WELL_KNOWN} and below; expects the whole path. */
    public HttpHandler metadataHandler() {
        return metadata;
    }

    /** What has to hold before clients are let in. */
    public Readiness readiness() {
        return readiness;
    }

    /** Ends the open GET streams, so that a server which waits for its requests can stop. */
    public void endStreams() {
        exchanges.closeStreams();
    }

    /** Stops. Stop the HTTP server first; what still waits then is recorded as unknown by the next start. */
    @Override
    public void close() {
        parts.close();
    }
}
