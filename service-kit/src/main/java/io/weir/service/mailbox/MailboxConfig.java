/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.utils.Utils;

/**
 * Which mailbox a process has.
 *
 * @param kafka settings of the Kafka client, without deserializers
 * @param instanceId the same after a restart, different for all that run at the same time; without a colon
 * @param ordinal chooses the partition; else the instance id does
 */
public record MailboxConfig(Map<String, Object> kafka, String instanceId, OptionalInt ordinal) {

    public MailboxConfig {
        kafka = Map.copyOf(kafka);
        if (instanceId.isBlank() || instanceId.indexOf(':') >= 0) {
            throw new IllegalArgumentException("instance.id must not be blank and must not hold a colon");
        }
    }

    /**
     * Reads the keys of {@link CommonKeys#kafka} and {@link CommonKeys#instance}.
     *
     * @param service the service's name, such as {@code ingress}; keeps two services on one host apart
     */
    public static MailboxConfig from(ServiceConfig config, String service) {
        int ordinal = config.integer(CommonKeys.INSTANCE_ORDINAL);
        return new MailboxConfig(
                config.kafka(),
                config.optionalString(CommonKeys.INSTANCE_ID).orElseGet(() -> service + "@" + hostName()),
                ordinal < 0 ? OptionalInt.empty() : OptionalInt.of(ordinal));
    }

    /** The partition among so many. */
    int partition(int partitions) {
        return ordinal.orElseGet(() -> Utils.toPositive(Utils.murmur2(Utils.utf8(instanceId)))) % partitions;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("This host has no name; set " + CommonKeys.INSTANCE_ID, e);
        }
    }
}
