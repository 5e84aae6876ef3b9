/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpHandler;
import io.weir.query.journal.JournalViewTopology;
import io.weir.query.session.Sessions;
import io.weir.serde.WeirSerdes;
import io.weir.service.approval.InternalApi;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.AllowedHosts;
import io.weir.service.http.AllowedHostsHandler;
import io.weir.service.http.Readiness;
import io.weir.service.http.Router;
import io.weir.service.http.SecurityHeaders;
import io.weir.service.identity.BearerAuthHandler;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.OidcSettings;
import io.weir.service.identity.OidcTokenVerifier;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.lifecycle.Running;
import io.weir.streams.StreamsConfigs;
import io.weir.streams.StreamsInstance;
import io.weir.streams.StreamsRunner;
import io.weir.streams.interactive.PeerClient;
import io.weir.streams.interactive.StoreOwners;
import io.weir.topics.TopicSettings;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The query service, built from its parts. It has no port of its own: its handlers are served by {@link QueryMain}, or
 * beside other services.
 */
public final class QueryApp implements Running {
    private static final String APPLICATION_ID = "weir-query";
    private static final int QUERY_THREADS = 2;

    private final StreamsRunner journal;
    private final ExecutorService queries;
    private final Router routes;
    private final HttpHandler handler;
    private final HttpHandler internal;
    private final HttpHandler metadata;
    private final Readiness readiness;

    private QueryApp(ServiceConfig config, MeterRegistry metrics) {
        WeirSerdes serdes = WeirSerdes.fromConfig(config.values()).warmUp();
        StreamsInstance instance = instance(config);
        journal = new StreamsRunner(
                JournalViewTopology.build(serdes),
                StreamsConfigs.readModel(
                        instance, config.integer(QueryKeys.THREADS), config.longValue(QueryKeys.COMMIT_MS)));
        journal.bindMeters(metrics);
        queries = Executors.newFixedThreadPool(QUERY_THREADS, QueryApp::queryThread);

        String secret = config.secret(CommonKeys.INTERNAL_SECRET).orElseThrow();
        StoreOwners owners = new StoreOwners(journal.streams(), instance.self());
        Sessions sessions = new Sessions(journal.streams(), owners, new PeerClient(secret), queries);
        SessionApi api = new SessionApi(sessions, config.list(QueryKeys.AUDITOR_GROUPS));

        OidcTokenVerifier verifier = OidcTokenVerifier.start(OidcSettings.from(config));
        ProtectedResource resource = ProtectedResource.from(config);
        AllowedHosts hosts = AllowedHosts.from(config);
        routes = api.routes();
        handler = new AllowedHostsHandler(
                hosts, new SecurityHeaders(new BearerAuthHandler(verifier, resource, DenialListener.none(), routes)));
        internal = InternalApi.guard(secret, api.internalRoutes());
        metadata = new AllowedHostsHandler(hosts, resource.handler());
        readiness =
                new Readiness().add("query journal", journal::whyNotReady).add("query identity", verifier::whyNotReady);
    }

    /**
     * Starts, and returns before the stores can be asked; {@link #readiness} tells when they can.
     *
     * @param config see {@link QueryKeys#configDef()}
     * @param metrics where the service counts
     */
    public static QueryApp start(ServiceConfig config, MeterRegistry metrics) {
        QueryApp app = new QueryApp(config, metrics);
        app.journal.start();
        return app;
    }

    private static StreamsInstance instance(ServiceConfig config) {
        int maxRecordBytes = TopicSettings.from(
                        Map.of(TopicSettings.MAX_MESSAGE_BYTES, config.integer(TopicSettings.MAX_MESSAGE_BYTES)))
                .maxRecordBytes();
        short replicas = (short) config.integer(QueryKeys.REPLICATION_FACTOR);
        return StreamsInstance.from(config, "query", APPLICATION_ID, replicas, maxRecordBytes);
    }

    /** Serves {@code /api/sessions} and below; expects the whole path. */
    public HttpHandler handler() {
        return handler;
    }

    /** Serves {@code /internal/sessions} and below for other instances. */
    public HttpHandler internalHandler() {
        return internal;
    }

    /** Serves the metadata of {@link ProtectedResource#WELL_KNOWN} and below. */
    public HttpHandler metadataHandler() {
        return metadata;
    }

    /** What has to hold before questions can be answered. */
    public Readiness readiness() {
        return readiness;
    }

    /** The public routes, to hold the API's description against. */
    Router routes() {
        return routes;
    }

    @Override
    public void close() {
        journal.close();
        queries.shutdownNow();
    }

    private static Thread queryThread(Runnable work) {
        Thread thread = new Thread(work, "weir-session-queries");
        thread.setDaemon(true);
        return thread;
    }
}
