/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pipeline;

import io.weir.approvals.ApprovalMain;
import io.weir.e2e.kafka.KafkaFixture;
import io.weir.ingress.IngressMain;
import io.weir.query.QueryMain;
import io.weir.streams.StreamsMain;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All services, each a process: two ingresses, so that a session can change from one to the other. */
final class SeparateServices implements AutoCloseable {

    private static final String SECRET = "shared-by-services-only";
    private static final String SESSION_KEY = "Zm9yLWRldmVsb3BtZW50LW9ubHktMzItYnl0ZXMhISE=";

    private final Map<String, String> common;
    private final Map<String, String> oidc;
    private final ServiceProcess streams;
    private final ServiceProcess ingress;
    private final ServiceProcess otherIngress;
    private final ServiceProcess approvals;
    private final ServiceProcess query;

    private SeparateServices(KafkaFixture kafka, Issuer issuer, Path state) {
        common =
                Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "schema.registry.url", kafka.registryUrl());
        oidc = Map.of("oidc.issuer", issuer.url(), "oidc.audiences", Issuer.AUDIENCE);
        streams = new ServiceProcess("streams", StreamsMain.class, streamsSettings(state.resolve("streams")));
        ingress = new ServiceProcess("ingress", IngressMain.class, ingressSettings(0));
        otherIngress = new ServiceProcess("other-ingress", IngressMain.class, ingressSettings(1));
        approvals = new ServiceProcess("approvals", ApprovalMain.class, approvalSettings());
        query = new ServiceProcess("query", QueryMain.class, querySettings(state.resolve("query")));
    }

    /** Starts all of them and waits until they are ready. */
    static SeparateServices start(KafkaFixture kafka, Issuer issuer, Path state) {
        SeparateServices services = new SeparateServices(kafka, issuer, state);
        try {
            services.startAll();
            return services;
        } catch (RuntimeException | AssertionError e) {
            services.all().forEach(ServiceProcess::kill);
            throw e;
        }
    }

    private void startAll() {
        // It makes the topics, which the others expect to be there.
        streams.start().awaitReady();
        List<ServiceProcess> others = List.of(ingress, otherIngress, approvals, query);
        others.forEach(ServiceProcess::start);
        others.forEach(ServiceProcess::awaitReady);
    }

    private Map<String, String> streamsSettings(Path state) {
        Map<String, String> settings = new HashMap<>(common);
        settings.putAll(Map.of(
                "internal.secret", SECRET,
                "instance.id", "streams-0",
                "state.dir", state.toString(),
                "topics.replication.factor", "1",
                "streams.standby.replicas", "0"));
        return settings;
    }

    private Map<String, String> ingressSettings(int ordinal) {
        Map<String, String> settings = new HashMap<>(common);
        settings.putAll(oidc);
        settings.putAll(Map.of(
                "instance.id",
                "ingress-" + ordinal,
                "instance.ordinal",
                String.valueOf(ordinal),
                "session.key",
                SESSION_KEY,
                // Short, so that a test sees both a call that waits and one that is told to come back.
                "hold.budget.ms",
                "4000"));
        return settings;
    }

    private Map<String, String> approvalSettings() {
        Map<String, String> settings = new HashMap<>(common);
        settings.putAll(oidc);
        settings.putAll(Map.of(
                "internal.secret",
                SECRET,
                "instance.id",
                "approvals-0",
                "instance.ordinal",
                "2",
                "streams.url",
                streams.uri().toString()));
        return settings;
    }

    private Map<String, String> querySettings(Path state) {
        Map<String, String> settings = new HashMap<>(common);
        settings.putAll(oidc);
        settings.putAll(Map.of(
                "internal.secret", SECRET,
                "instance.id", "query-0",
                "state.dir", state.toString(),
                "query.replication.factor", "1",
                "streams.standby.replicas", "0"));
        return settings;
    }

    /** Stops the services that a held call depends on, and starts them again. */
    void restartWhatHolds() {
        List<ServiceProcess> restarted = List.of(ingress, approvals, streams);
        restarted.forEach(ServiceProcess::stop);
        streams.start().awaitReady();
        Stream.of(ingress, approvals).forEach(ServiceProcess::start);
        Stream.of(ingress, approvals).forEach(ServiceProcess::awaitReady);
    }

    URI ingress() {
        return ingress.uri();
    }

    URI otherIngress() {
        return otherIngress.uri();
    }

    URI approvals() {
        return approvals.uri();
    }

    URI query() {
        return query.uri();
    }

    /** What the services have logged so far. */
    List<Path> logs() {
        return all().map(ServiceProcess::log).toList();
    }

    private Stream<ServiceProcess> all() {
        return Stream.of(ingress, otherIngress, approvals, query, streams);
    }

    @Override
    public void close() {
        all().forEach(ServiceProcess::stop);
    }
}
