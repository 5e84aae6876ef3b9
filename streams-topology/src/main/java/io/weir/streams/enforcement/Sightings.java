/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.model.SessionIds;
import io.weir.topics.SessionPartitioner;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sorts out sightings that enforcement cannot have written. Others can write to the intake as well, to any partition of it. On
 * another partition than its connection's a known tool would look new, hence trusted, and so it would where two names make one key.
 */
final class Sightings {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String NOT_OURS = "Enforcement does not write such a sighting of a tool.";

    private final int partition;
    private final int partitions;

    /**
     * The sightings of one partition.
     *
     * @param partitions how many the intake has
     */
    Sightings(int partition, int partitions) {
        this.partition = partition;
        this.partitions = partitions;
    }

    static boolean isOne(Intake fact) {
        return fact.getFact() != null && fact.getFact().getType() == FactType.TOOL_SEEN;
    }

    /** Why an event is not to be believed; empty if enforcement may have written it. */
    Optional<String> whyNot(Intake seen) {
        return isInPlace(seen) && isWellFormed(seen.getFact()) ? Optional.empty() : Optional.of(NOT_OURS);
    }

    private boolean isInPlace(Intake seen) {
        String connection = seen.getConnection();
        String session = SessionIds.toolsSessionId(connection);
        return ToolBook.isConnection(connection)
                && seen.getSessionId().equals(session)
                && SessionPartitioner.partitionFor(session, partitions) == partition;
    }

    private static boolean isWellFormed(Fact seen) {
        Map<String, String> attributes = seen.getAttributes();
        return !attributes.getOrDefault(ToolEvents.TOOL, "").isEmpty()
                && DIGEST.matcher(attributes.getOrDefault(ToolEvents.DIGEST, ""))
                        .matches();
    }
}
