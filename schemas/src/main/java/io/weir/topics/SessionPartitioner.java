/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import io.weir.model.SessionIds;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * The partition of a session or an approval in every topic that is keyed by session: all sessions of a person share one.
 * Whoever writes to, or looks up in, such a topic uses this and not Kafka's default, which would hash the whole key.
 */
public final class SessionPartitioner {
    private SessionPartitioner() {}

    /**
     * The partition of everything that belongs to this session or approval.
     *
     * @param sessionOrApprovalId as made by {@link SessionIds}
     * @param partitions how many the topic has, at least 1
     * @return 0 to {@code partitions - 1}
     */
    public static int partitionFor(String sessionOrApprovalId, int partitions) {
        byte[] prefix = SessionIds.prefixOf(sessionOrApprovalId).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(prefix)) % partitions;
    }
}
