/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.policy.condition.ConditionFailedException;
import io.weir.policy.condition.Facts;
import io.weir.policy.detect.Detection;
import io.weir.policy.message.ListItem;
import io.weir.policy.message.ListMethod;
import io.weir.policy.message.ReadMessage;
import io.weir.policy.resource.Action;
import io.weir.policy.resource.DefaultAction;
import io.weir.policy.resource.MaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a list must not show, since the caller may not use it: an item is hidden if every call of it would be blocked,
 * whatever its arguments. A rule that depends on arguments hides nothing. What would be held stays visible.
 */
final class Visibility {

    private final ReadMessage list;
    private final Detection detection;
    private final List<Facts> calls = new ArrayList<>();
    private final Set<Integer> unallowed = new TreeSet<>();

    /** @param list the result of one of the {@link ListMethod}s */
    Visibility(CompiledPolicy policy, GovernedMessage message, ReadMessage list, Detection detection) {
        this.list = list;
        this.detection = detection;
        for (ListItem item : list.items()) {
            if (policy.defaultAction() == DefaultAction.BLOCK) {
                unallowed.add(calls.size());
            }
            calls.add(call(message, list.list(), item));
        }
    }

    private static Facts call(GovernedMessage message, ListMethod list, ListItem item) {
        String tool = list == ListMethod.TOOLS ? item.name() : "";
        return Facts.ofPossibleCall(
                message.principal(),
                message.connection(),
                list.call(),
                list.key(),
                item.name(),
                tool,
                message.changedTools());
    }

    /** Indexes of the items that this rule hides. */
    Set<Integer> hiddenBy(CompiledRule rule) {
        Set<Integer> hidden = new TreeSet<>();
        boolean blocks = rule.action() instanceof Action.Block && !rule.isOnText();
        boolean lets = rule.action() instanceof Action.Allow || rule.action() instanceof Action.Hold;
        for (int i = 0; i < calls.size(); i++) {
            if (blocks && holds(rule, i)) {
                hidden.add(i);
            } else if (lets && rule.mayHold(calls.get(i))) {
                unallowed.remove(i);
            } else if (findsItsName(rule, i) && holds(rule, i)) {
                hidden.add(i);
            }
        }
        return hidden;
    }

    /** Indexes of the items that only the policy's default hides: no rule that was asked for could allow them. */
    Set<Integer> hiddenByDefault() {
        return unallowed;
    }

    private boolean findsItsName(CompiledRule rule, int item) {
        return rule.isOnTextIn(MaskScope.REQUESTS)
                && !detection
                        .find(list.items().get(item).name(), rule.detectors())
                        .isEmpty();
    }

    private boolean holds(CompiledRule rule, int item) {
        try {
            return rule.holds(calls.get(item));
        } catch (ConditionFailedException e) {
            return false;
        }
    }
}
