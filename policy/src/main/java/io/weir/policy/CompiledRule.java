/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.policy.condition.Condition;
import io.weir.policy.condition.ConditionFailedException;
import io.weir.policy.condition.Facts;
import io.weir.policy.resource.Action;
import io.weir.policy.resource.Rule;

/**
 * A rule that is ready to be evaluated.
 *
 * @param condition null for always
 * @param detectors what a mask rule looks for, as bits; 0 for any other
 */
record CompiledRule(Rule rule, Condition condition, long detectors) {

    String name() {
        return rule.name();
    }

    Action action() {
        return rule.action();
    }

    boolean isMask() {
        return rule.action() instanceof Action.Mask;
    }

    boolean concerns(String connection) {
        return rule.concerns(connection);
    }

    boolean readsParams() {
        return condition != null && condition.readsParams();
    }

    boolean holds(Facts facts) throws ConditionFailedException {
        return condition == null || condition.holds(facts);
    }
}
