/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.weir.agent.child.ChildCommand;
import io.weir.agent.child.ChildProcess;
import io.weir.agent.connection.AgentConnections;
import io.weir.agent.session.Counters;
import io.weir.agent.session.Outbox;
import io.weir.agent.session.Sessions;
import io.weir.model.AgentIds;
import io.weir.serde.WeirSerdes;
import io.weir.service.config.ServiceConfig;
import io.weir.service.configlog.ConfigLog;
import io.weir.service.http.Readiness;
import io.weir.service.lifecycle.Running;
import io.weir.service.mailbox.EventProducer;
import io.weir.service.mailbox.Mailbox;
import io.weir.service.mailbox.MailboxAnnouncement;
import io.weir.service.mailbox.MailboxConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent, built from its parts; read it from the top. */
public final class AgentApp implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(AgentApp.class);
    private static final Duration CONFIG_TIMEOUT = Duration.ofSeconds(60);
    private static final long TICK_MS = 500;

    private final Deque<Running> parts = new ArrayDeque<>();
    private final Readiness readiness = new Readiness();

    private AgentApp() {}

    /**
     * Starts; returns when everybody knows that the agent is there. Blocks meanwhile.
     *
     * @param config see {@link AgentConfig#definition()}
     * @param metrics where the agent counts
     * @throws RuntimeException if Kafka, the registry or the configuration cannot be used; what was started is stopped
     */
    public static AgentApp start(ServiceConfig config, MeterRegistry metrics) {
        AgentApp app = new AgentApp();
        try {
            app.start(config, new AgentConfig(config), metrics);
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private void start(ServiceConfig config, AgentConfig settings, MeterRegistry metrics) {
        WeirSerdes serdes = WeirSerdes.fromConfig(config.values()).warmUp();

        // The connections whose servers are started here.
        AgentConnections connections = new AgentConnections(settings.name());
        ConfigLog configLog = part(ConfigLog.open(config.kafka(), serdes));
        configLog.listen(connections);
        configLog.awaitLoaded(CONFIG_TIMEOUT);

        // What servers say goes out by the producer.
        EventProducer producer = part(EventProducer.open(config.kafka(), settings.messageMaxBytes(), serdes));
        Outbox outbox = new Outbox(producer::intake);
        Counters counters = Counters.zero();
        Sessions sessions = new Sessions(
                new Sessions.Settings(connections::find, settings.programs(), settings.maxSessions()),
                outbox,
                counters,
                (target, listener) -> new ChildProcess(
                        new ChildCommand(target, System.getenv()), settings.messageMaxBytes(), listener),
                Clock.systemUTC());
        configLog.listen(snapshot -> sessions.connectionsChanged());

        // What was let through comes in by the mailbox, once everybody knows that it is open.
        MailboxConfig mine =
                new MailboxConfig(config.kafka(), AgentIds.instanceOf(settings.name()), OptionalInt.empty());
        Mailbox mailbox = Mailbox.open(mine, serdes, sessions::take);
        MailboxAnnouncement announcement = new MailboxAnnouncement(producer, mailbox.replyTo());
        // Stopped the other way round: no more requests, no more processes, and then nobody expects anything.
        parts.push(announcement::closed);
        parts.push(sessions::close);
        part(mailbox);
        announcement.opened();

        tick(sessions);
        readiness.add("agent mailbox", mailbox::whyNotReady).add("agent configuration", configLog::whyNotReady);
        bind(metrics, sessions, connections, outbox, counters);
        LOG.atInfo().addKeyValue("agent", settings.name()).log("The agent is connected");
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(() -> {
            try {
                part.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("A part could not be stopped");
            }
        });
        return part;
    }

    /** Its thread is no daemon: it is what keeps the process alive. */
    private void tick(Sessions sessions) {
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "weir-agent-timer"));
        parts.push(timer::shutdownNow);
        Future<?> unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        sessions.tick(System.nanoTime());
                    } catch (RuntimeException e) {
                        LOG.atError().setCause(e).log("A periodic task failed");
                    }
                },
                TICK_MS,
                TICK_MS,
                TimeUnit.MILLISECONDS);
    }

    private static void bind(
            MeterRegistry registry, Sessions sessions, AgentConnections connections, Outbox outbox, Counters counters) {
        Gauge.builder("weir.agent.sessions", sessions, Sessions::size)
                .description("Sessions, each with a process")
                .register(registry);
        Gauge.builder("weir.agent.connections", connections, AgentConnections::size)
                .description("Connections whose servers this agent starts")
                .register(registry);
        FunctionCounter.builder(
                        "weir.agent.started", counters, each -> each.started().sum())
                .description("Processes that were started")
                .register(registry);
        FunctionCounter.builder(
                        "weir.agent.dropped.lines",
                        counters,
                        each -> each.dropped().sum())
                .description(
                        "Lines of servers that were not passed on: no JSON-RPC, too long, or of nothing that is open")
                .register(registry);
        FunctionCounter.builder("weir.agent.lost.messages", outbox, Outbox::lost)
                .description("Messages of servers that the log did not take")
                .register(registry);
    }

    /** What has to hold before requests come. */
    public Readiness readiness() {
        return readiness;
    }

    /** Ends all processes, answers what is open, and tells that the agent is gone. Blocks for some seconds at most. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException e) {
                // The others still have to be stopped.
                LOG.atWarn().setCause(e).log("A part could not be stopped");
            }
        }
    }
}
