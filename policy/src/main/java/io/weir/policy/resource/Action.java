/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a rule does. */
public sealed interface Action {

    /** Lets a message pass where the policy's default is to block; overruled by any block or hold. */
    record Allow() implements Action {}

    /**
     * Blocks.
     *
     * @param message what the caller is told; may be empty
     */
    record Block(String message) implements Action {
        public Block {
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * Holds for people; see {@code io.weir.policy.HoldTerms} for the parameters.
     *
     * @param message what the caller and the approvers are told; may be empty
     */
    record Hold(List<String> approvers, int quorum, Duration decideWithin, Duration executeWithin, String message)
            implements Action {
        public Hold {
            Objects.requireNonNull(decideWithin, "decideWithin");
            Objects.requireNonNull(executeWithin, "executeWithin");
            Objects.requireNonNull(message, "message");
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * Masks entities.
     *
     * @param entities built-in entities, such as {@code EMAIL}
     * @param patterns custom entities
     * @param in which directions are masked on their way; the record is always masked
     */
    record Mask(Set<String> entities, List<EntityPattern> patterns, Set<MaskScope> in) implements Action {
        public Mask {
            entities = Set.copyOf(entities);
            patterns = List.copyOf(patterns);
            in = Set.copyOf(in);
        }
    }
}
