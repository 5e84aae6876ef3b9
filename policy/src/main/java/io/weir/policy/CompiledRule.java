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
import io.weir.policy.resource.MaskScope;
import io.weir.policy.resource.Rule;

/**
 * A rule that is ready to be evaluated.
 *
 * @param condition null for always
 * @param detectors what a rule about text looks for, as bits; 0 for any other
 */
record CompiledRule(Rule rule, Condition condition, long detectors) {

    String name() {
        return rule.name();
    }

    Action action() {
        return rule.action();
    }

    /** True for a rule that masks, or that blocks on what is found in a message. */
    boolean isOnText() {
        return detectors != 0;
    }

    /** True for a rule on text that is about messages in this direction. */
    boolean isOnTextIn(MaskScope scope) {
        return detectors != 0 && ((Action.OnText) rule.action()).in().contains(scope);
    }

    /** True if what comes of a list or a read depends on the rule, or on who asks. */
    boolean shapesResults() {
        boolean hides = rule.action() instanceof Action.OnText;
        return hides || (condition != null && condition.readsPrincipal());
    }

    boolean concerns(String connection) {
        return rule.concerns(connection);
    }

    boolean readsParams() {
        return condition != null && condition.readsParams();
    }

    /** False only if the condition is false, whatever the facts leave open. */
    boolean mayHold(Facts facts) {
        try {
            return holds(facts);
        } catch (ConditionFailedException e) {
            return true;
        }
    }

    boolean holds(Facts facts) throws ConditionFailedException {
        return condition == null || condition.holds(facts);
    }
}
