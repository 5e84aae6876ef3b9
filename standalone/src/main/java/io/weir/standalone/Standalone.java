/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.weir.serde.registry.ConfluentApi;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.http.HttpSettings;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.Readiness;
import io.weir.service.http.ServiceMetrics;
import io.weir.standalone.bank.Bank;
import io.weir.standalone.bank.FirstStart;
import io.weir.standalone.broker.EmbeddedBroker;
import io.weir.standalone.client.WeirApi;
import io.weir.standalone.data.DataDirectory;
import io.weir.standalone.issuer.DevIssuer;
import io.weir.standalone.issuer.DevUser;
import io.weir.standalone.lifecycle.Parts;
import io.weir.standalone.settings.ServiceDefaults;
import io.weir.standalone.web.FrontDoor;
import io.weir.standalone.web.IssuerHandler;
import io.weir.standalone.web.RegistryHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * All of Weir in this process: a broker, a schema registry, an issuer, the services, and a bank to try them on.
 *
 * <p>The services are those that run as processes of their own in a cluster. They share this JVM and one port, and
 * nothing else: they meet in Kafka, and find the registry and the issuer by URL.
 */
public final class Standalone implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    /** Together with the stop of the services it has to fit into the ten seconds that whoever stops a process waits. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final Duration TOKEN_VALIDITY = Duration.ofHours(12);

    private final Parts parts = new Parts();
    private final Readiness readiness = new Readiness();
    private final PrometheusMeterRegistry metrics = ServiceMetrics.create();
    private final DataDirectory data;
    private final FrontDoor door;
    private final DevIssuer issuer;
    private final EmbeddedBroker broker;
    private final Bank bank;

    private volatile String missing = "it is starting";

    private Standalone(StandaloneConfig config) {
        readiness.add("start", () -> Optional.ofNullable(missing));
        try {
            data = parts.startNow("data", () -> DataDirectory.take(config.data()));
            // The port early: that it is taken is the likeliest mistake, and should be told at once.
            HttpSettings port = new HttpSettings(HOST, config.port(), DRAIN);
            door = parts.startNow("port", () -> FrontDoor.open(port, readiness, metrics));
            CompletableFuture<EmbeddedBroker> startingBroker =
                    parts.start("broker", () -> EmbeddedBroker.start(data.path().resolve("kafka")));
            CompletableFuture<Bank> startingBank = parts.start("bank", () -> Bank.open(data.path()));
            issuer = DevIssuer.openOrCreate(data.path(), uri() + ServiceDefaults.ISSUER);
            EmbeddedSchemaRegistry registry =
                    EmbeddedSchemaRegistry.open(data.path().resolve("schemas.json"));
            door.leadTo(foundations(registry));
            broker = Parts.await(startingBroker);
            startServices(config, foundations(registry));
            bank = Parts.await(startingBank);
            new FirstStart(data.path(), new WeirApi(uri(), token("admin"))).apply(bank);
            data.publishAddress(uri(), broker.bootstrapServers());
            missing = null;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Starts an instance and returns when it is ready. What was started of one that fails is stopped.
     *
     * @throws io.weir.standalone.data.DirectoryInUseException when another instance has the data directory
     * @throws io.weir.standalone.web.PortInUseException when somebody listens on the port
     * @throws io.weir.service.config.ConfigProblems when a setting is wrong
     */
    public static Standalone start(StandaloneConfig config) {
        return new Standalone(config);
    }

    /** What the services need of the port to start. */
    private PrefixRouter foundations(EmbeddedSchemaRegistry registry) {
        return FrontDoor.routerWhileStarting()
                .add(
                        ServiceDefaults.REGISTRY,
                        new RegistryHandler(new ConfluentApi(registry), ServiceDefaults.REGISTRY))
                .add(ServiceDefaults.ISSUER, IssuerHandler.of(issuer, ServiceDefaults.ISSUER));
    }

    private void startServices(StandaloneConfig config, PrefixRouter routes) {
        ServiceDefaults defaults = new ServiceDefaults(data.path(), uri(), broker.bootstrapServers(), issuer.issuer());
        Services services = new Services(parts, config.settings(), defaults, metrics);
        readiness.add("services", services::whyNotReady);
        services.addTo(routes);
        door.leadTo(routes);
        // Stopped before the services are, so that what is under way can still end.
        parts.startNow("requests", () -> () -> {
            services.endStreams();
            door.close();
        });
        services.awaitReady();
    }

    /** Scheme, host and port. */
    public URI uri() {
        return door.uri();
    }

    /** A fresh access token for a user of the development issuer. */
    public String token(String user) {
        return issuer.token(DevUser.named(user).orElseThrow(), TOKEN_VALIDITY);
    }

    /** Where Kafka tools reach the broker. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The bundled upstream. */
    public Bank bank() {
        return bank;
    }

    /** The configuration that it started with at first, as something to begin with. */
    public Path starterFile() {
        return FirstStart.fileIn(data.path());
    }

    /** The data directory. */
    public Path data() {
        return data.path();
    }

    /** Stops everything in order: first what comes in, then the services, then what they stand on. */
    @Override
    public void close() {
        missing = "it is stopping";
        parts.close();
        metrics.close();
    }
}
