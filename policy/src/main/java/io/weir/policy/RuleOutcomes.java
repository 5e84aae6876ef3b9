/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.events.Direction;
import io.weir.policy.condition.ConditionFailedException;
import io.weir.policy.condition.Facts;
import io.weir.policy.detect.Detection;
import io.weir.policy.message.Findings;
import io.weir.policy.message.ReadMessage;
import io.weir.policy.resource.Action;
import io.weir.policy.resource.MaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the rules of a policy say about one message. Every rule is evaluated; the first block in the order of the
 * policy gives the message, the first hold the terms, and masks and hidden items add up.
 */
final class RuleOutcomes {

    private final ReadMessage message;
    private final Detection detection;
    private final MaskScope scope;
    private final Findings findings = new Findings();
    private final List<String> fired = new ArrayList<>();
    private CompiledRule block;
    private String blockReason = "";
    private CompiledRule hold;
    private boolean allowed;
    private boolean failed;
    private long maskOnTheWay;
    private long maskInTheRecord;
    private final Set<Integer> hidden = new TreeSet<>();

    RuleOutcomes(ReadMessage message, Detection detection, Direction direction) {
        this.message = message;
        this.detection = detection;
        this.scope = direction == Direction.CLIENT_TO_SERVER ? MaskScope.REQUESTS : MaskScope.RESPONSES;
    }

    /**
     * Evaluates one rule.
     *
     * @param facts null if the rule's condition needs what is not known any more; it then applies
     * @param task the call whose task the message is about; the rule applies if it may hold for that. Null if there is none
     */
    void evaluate(CompiledRule rule, Facts facts, Facts task) {
        try {
            if (facts == null || rule.holds(facts) || (task != null && rule.mayHold(task))) {
                fire(rule);
            }
        } catch (ConditionFailedException e) {
            failed = true;
            block(rule, e.getMessage());
        }
    }

    private void fire(CompiledRule rule) {
        Action action = rule.action();
        if (action instanceof Action.Mask mask) {
            mask(rule, mask);
        } else if (action instanceof Action.Block blocking) {
            if (rule.isOnText()) {
                blockOnText(rule, blocking);
            } else {
                block(rule, blocking.message());
            }
        } else if (action instanceof Action.Hold) {
            hold = hold == null ? rule : hold;
            addFired(rule);
        } else {
            allowed = true;
            addFired(rule);
        }
    }

    private void mask(CompiledRule rule, Action.Mask mask) {
        maskInTheRecord |= rule.detectors();
        if (mask.in().contains(scope)) {
            maskOnTheWay |= rule.detectors();
        }
        if (message.concerns(rule.detectors())) {
            fired.add(rule.name());
            message.addFindings(rule.name(), rule.detectors(), detection, findings);
        }
        if (mask.in().contains(scope)) {
            hide(rule.name(), message.brokenItems(rule.detectors()));
        }
    }

    /** What it looks for is masked in the record, like what a mask rule looks for. */
    private void blockOnText(CompiledRule rule, Action.Block blocking) {
        maskInTheRecord |= rule.detectors();
        if (blocking.in().contains(scope) && message.concerns(rule.detectors())) {
            message.addFindings(rule.name(), rule.detectors(), detection, findings);
            setBlock(rule, blocking.message());
            fired.add(rule.name());
        }
    }

    /**
     * Hides items of a list.
     *
     * @param rule empty for the policy's default
     */
    void hide(String rule, Set<Integer> items) {
        int before = hidden.size();
        hidden.addAll(items);
        int more = hidden.size() - before;
        if (more > 0) {
            if (!rule.isEmpty() && !fired.contains(rule)) {
                fired.add(rule);
            }
            findings.add(new Finding(rule, "", "/result/" + message.list().items(), more));
        }
    }

    private void block(CompiledRule rule, String reason) {
        setBlock(rule, reason);
        addFired(rule);
    }

    private void setBlock(CompiledRule rule, String reason) {
        if (block == null) {
            block = rule;
            blockReason = reason;
        }
    }

    private void addFired(CompiledRule rule) {
        fired.add(rule.name());
        findings.add(new Finding(rule.name(), "", "", 1));
    }

    /** The first rule that blocks, or could not be evaluated; null if there is none. */
    CompiledRule block() {
        return block;
    }

    String blockReason() {
        return blockReason;
    }

    /** Null if there is none. */
    CompiledRule hold() {
        return hold;
    }

    boolean allowed() {
        return allowed;
    }

    /** The detectors whose finds are masked before the message is passed on. */
    long maskOnTheWay() {
        return maskOnTheWay;
    }

    /**
     * The detectors whose finds are masked in the record.
     *
     * @param all those of all rules, which apply where a condition could not be evaluated
     */
    long maskInTheRecord(long all) {
        return failed ? all : maskInTheRecord;
    }

    /** Indexes of the items of a list that are hidden. */
    Set<Integer> hidden() {
        return hidden;
    }

    List<String> fired() {
        return fired;
    }

    List<Finding> findings() {
        return findings.all();
    }
}
