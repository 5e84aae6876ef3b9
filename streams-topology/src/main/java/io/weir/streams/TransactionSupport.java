/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** What exactly-once needs of the cluster. */
final class TransactionSupport {
    private static final String FEATURE = "transaction.version";
    private static final short NEEDED = 2;

    private TransactionSupport() {}

    /**
     * Checks that brokers guard transactions against late writes of an earlier one (KIP-890).
     *
     * @throws IllegalStateException if they do not, saying what to do
     */
    static void require(Admin admin) {
        short level = level(admin);
        if (level < NEEDED) {
            throw new IllegalStateException("The Kafka cluster has " + FEATURE + "=" + level
                    + ", and the ledger needs at least " + NEEDED
                    + " to record everything exactly once. On Kafka 4.0 or later: kafka-features.sh upgrade --feature "
                    + FEATURE + "=" + NEEDED);
        }
    }

    private static short level(Admin admin) {
        try {
            FinalizedVersionRange range = admin.describeFeatures()
                    .featureMetadata()
                    .get()
                    .finalizedFeatures()
                    .get(FEATURE);
            return range == null ? 0 : range.maxVersionLevel();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
