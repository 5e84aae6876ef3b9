/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.kafka;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** Testcontainers' Kafka and Apicurio's registry, published on one interface only. */
final class ContainerKafka implements KafkaFixture {

    private static final String KAFKA_IMAGE = "apache/kafka:4.3.1";
    private static final String REGISTRY_IMAGE = "apicurio/apicurio-registry-mem:2.6.13.Final";
    private static final int REGISTRY_PORT = 8080;
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final KafkaContainer kafka = new KafkaContainer(KAFKA_IMAGE)
            .withStartupTimeout(STARTS_WITHIN)
            .withCreateContainerCmdModifier(ContainerKafka::publishForThisMachineOnly);
    private final GenericContainer<?> registry = new GenericContainer<>(DockerImageName.parse(REGISTRY_IMAGE))
            .withExposedPorts(REGISTRY_PORT)
            .withCreateContainerCmdModifier(ContainerKafka::publishForThisMachineOnly)
            .waitingFor(Wait.forHttp("/health/ready").forPort(REGISTRY_PORT).withStartupTimeout(STARTS_WITHIN));

    static ContainerKafka start() {
        ContainerKafka containers = new ContainerKafka();
        try {
            Startables.deepStart(Stream.of(containers.kafka, containers.registry))
                    .join();
            return containers;
        } catch (RuntimeException e) {
            containers.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return "http://%s:%d/apis/ccompat/v7".formatted(registry.getHost(), registry.getMappedPort(REGISTRY_PORT));
    }

    @Override
    public void close() {
        registry.stop();
        kafka.stop();
    }

    @Override
    public String toString() {
        return "containers " + KAFKA_IMAGE + " and " + REGISTRY_IMAGE;
    }

    /**
     * Docker would publish on every interface of the machine. Where Testcontainers looks for the ports is not always the
     * loopback interface: it is the bridge's gateway where {@code /.dockerenv} tells of a container.
     */
    private static void publishForThisMachineOnly(CreateContainerCmd command) {
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        if (!isOfThisMachine(host)) {
            return;
        }
        ExposedPort[] exposed = Objects.requireNonNull(command.getExposedPorts());
        PortBinding[] bindings = Stream.of(exposed)
                .map(port -> new PortBinding(Ports.Binding.bindIp(address(host).getHostAddress()), port))
                .toArray(PortBinding[]::new);
        Objects.requireNonNull(command.getHostConfig()).withPortBindings(bindings);
    }

    private static boolean isOfThisMachine(String host) {
        try {
            return NetworkInterface.getByInetAddress(address(host)) != null;
        } catch (SocketException e) {
            throw new UncheckedIOException("Listing the network interfaces failed", e);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("The Docker host " + host + " has no address", e);
        }
    }
}
