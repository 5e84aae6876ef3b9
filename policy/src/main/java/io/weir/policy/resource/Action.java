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

    /** What can be about entities in a message's text: a mask always is, a block may be. */
    sealed interface OnText extends Action {

        /** Built-in entities, such as {@code EMAIL}. */
        Set<String> entities();

        /** Custom entities. */
        List<EntityPattern> patterns();

        /** Which directions it is about. */
        Set<MaskScope> in();
    }

    /**
     * Blocks: a client's request or notification, or with entities or patterns any message in which one is found.
     *
     * @param message what the caller is told; may be empty
     * @param in empty where there are no entities and no patterns
     */
    record Block(String message, Set<String> entities, List<EntityPattern> patterns, Set<MaskScope> in)
            implements OnText {
        public Block {
            Objects.requireNonNull(message, "message");
            entities = Set.copyOf(entities);
            patterns = List.copyOf(patterns);
            in = Set.copyOf(in);
        }

        /** Blocks whatever is in it. */
        public Block(String message) {
            this(message, Set.of(), List.of(), Set.of());
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
    record Mask(Set<String> entities, List<EntityPattern> patterns, Set<MaskScope> in) implements OnText {
        public Mask {
            entities = Set.copyOf(entities);
            patterns = List.copyOf(patterns);
            in = Set.copyOf(in);
        }
    }
}
