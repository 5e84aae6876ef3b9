/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.weir.service.config.ServiceConfig;
import io.weir.service.mailbox.MailboxConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/**
 * One instance of one Kafka Streams application.
 *
 * @param applicationId such as {@code weir-enforcement}; also the consumer group and the prefix of internal topics
 * @param instanceId the same after a restart, different for all that run at the same time
 * @param kafka settings of all Kafka clients
 * @param stateDirectory under which the application keeps a directory of its own
 * @param self where other instances reach this one; empty if there are none
 * @param standbyReplicas copies of each store on other instances
 * @param replicationFactor of internal topics
 * @param maxRecordBytes largest record
 */
public record StreamsInstance(
        String applicationId,
        String instanceId,
        Map<String, Object> kafka,
        Path stateDirectory,
        Optional<HostInfo> self,
        int standbyReplicas,
        short replicationFactor,
        int maxRecordBytes) {

    public StreamsInstance {
        Objects.requireNonNull(applicationId, "applicationId");
        Objects.requireNonNull(instanceId, "instanceId");
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        Objects.requireNonNull(self, "self");
        kafka = Map.copyOf(kafka);
    }

    /**
     * Reads the keys of {@link StreamsKeys#instances} and those of the process.
     *
     * @param service the service's name; part of the instance's id where none is configured
     */
    public static StreamsInstance from(
            ServiceConfig config, String service, String applicationId, short replicationFactor, int maxRecordBytes) {
        return new StreamsInstance(
                applicationId,
                MailboxConfig.from(config, service).instanceId().replaceAll("[^a-zA-Z0-9._-]", "-"),
                config.kafka(),
                Path.of(config.string(StreamsKeys.STATE_DIR)),
                config.optionalString(StreamsKeys.APPLICATION_SERVER).map(StreamsInstance::host),
                config.integer(StreamsKeys.STANDBY_REPLICAS),
                replicationFactor,
                maxRecordBytes);
    }

    private static HostInfo host(String server) {
        HostInfo host = HostInfo.buildFromEndpoint(server);
        if (host == null) {
            throw new IllegalArgumentException(StreamsKeys.APPLICATION_SERVER + " must be HOST:PORT, not " + server);
        }
        return host;
    }

    /** The same process, another application. */
    public StreamsInstance of(String application) {
        return new StreamsInstance(
                application,
                instanceId,
                kafka,
                stateDirectory,
                self,
                standbyReplicas,
                replicationFactor,
                maxRecordBytes);
    }
}
