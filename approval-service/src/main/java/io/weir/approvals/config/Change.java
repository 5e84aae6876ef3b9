/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.events.ConfigKind;
import java.util.Locale;

/**
 * What becomes of one connection or policy.
 *
 * @param version of a policy, from 1; 0 for a connection
 * @param source the YAML document; empty for what is deleted
 */
record Change(ConfigKind kind, String name, int version, String hash, String source, Effect effect) {

    /** What a change does. */
    enum Effect {
        /** There was none of that name. */
        CREATED,
        /** Another source than before; for a policy, a new version, which becomes the active one. */
        UPDATED,
        /** A version of the policy that is there already becomes the active one. */
        ACTIVATED,
        /** It is gone. */
        DELETED,
        /** It is so already. */
        UNCHANGED
    }

    boolean changesAnything() {
        return effect != Effect.UNCHANGED;
    }

    /** For people, such as {@code Policy starter, version 3, was updated}. */
    String describe() {
        String what =
                kind == ConfigKind.POLICY ? "Policy " + name + ", version " + version + "," : "Connection " + name;
        return what + " is to be " + effect.name().toLowerCase(Locale.ROOT) + ".";
    }
}
