/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.topics.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What enforcement has to know.
 *
 * @param mailboxes partitions of {@code weir.verdicts}
 * @param sessionPartitions partitions of {@code weir.intake} and {@code weir.approval-decisions}
 * @param maxRecordBytes largest record that the topics take; a verdict that would be larger becomes a BLOCK
 * @param decisionRetention how long a decision is kept to be re-emitted; must be longer than what can be processed again
 *     after a crash, which is one commit interval
 * @param keepEnded how long an ended approval can still be looked at; then its digest is forgotten, too
 * @param tick how often deadlines are looked at
 * @param duePerTick how many deadlines are acted on in one tick, so that a flood does not delay messages
 * @param inFlightMaxAge when a forwarded request without an answer is recorded as outcome unknown; must be longer than
 *     any connection's timeout
 * @param adminGroups whose members may revoke any approval, and review tools
 */
public record EnforcementSettings(
        int mailboxes,
        int sessionPartitions,
        int maxRecordBytes,
        Duration decisionRetention,
        Duration keepEnded,
        Duration tick,
        int duePerTick,
        Duration inFlightMaxAge,
        List<String> adminGroups) {

    public EnforcementSettings {
        Objects.requireNonNull(decisionRetention, "decisionRetention");
        Objects.requireNonNull(keepEnded, "keepEnded");
        Objects.requireNonNull(tick, "tick");
        Objects.requireNonNull(inFlightMaxAge, "inFlightMaxAge");
        adminGroups = List.copyOf(adminGroups);
        if (mailboxes < 1 || sessionPartitions < 1 || maxRecordBytes < 1 || duePerTick < 1) {
            throw new IllegalArgumentException(
                    "mailboxes, partitions, record bytes and due per tick must be at least 1");
        }
    }

    /** Defaults for these topics. */
    public static EnforcementSettings of(TopicSettings topics) {
        return new EnforcementSettings(
                topics.mailboxes(),
                topics.sessionPartitions(),
                topics.maxRecordBytes(),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofMillis(250),
                1000,
                Duration.ofHours(2),
                List.of("weir-admins"));
    }

    public EnforcementSettings withAdminGroups(List<String> groups) {
        return new EnforcementSettings(
                mailboxes,
                sessionPartitions,
                maxRecordBytes,
                decisionRetention,
                keepEnded,
                tick,
                duePerTick,
                inFlightMaxAge,
                groups);
    }

    public EnforcementSettings withDecisionRetention(Duration retention) {
        return new EnforcementSettings(
                mailboxes,
                sessionPartitions,
                maxRecordBytes,
                retention,
                keepEnded,
                tick,
                duePerTick,
                inFlightMaxAge,
                adminGroups);
    }

    public EnforcementSettings withKeepEnded(Duration keep) {
        return new EnforcementSettings(
                mailboxes,
                sessionPartitions,
                maxRecordBytes,
                decisionRetention,
                keep,
                tick,
                duePerTick,
                inFlightMaxAge,
                adminGroups);
    }
}
