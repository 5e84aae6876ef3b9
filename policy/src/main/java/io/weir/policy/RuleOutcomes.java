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

/**
 * What the rules of a policy say about one message. Every rule is evaluated; the first block in the order of the
 * policy gives the message, the first hold the terms, and masks add up.
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

    RuleOutcomes(ReadMessage message, Detection detection, Direction direction) {
        this.message = message;
        this.detection = detection;
        this.scope = direction == Direction.CLIENT_TO_SERVER ? MaskScope.REQUESTS : MaskScope.RESPONSES;
    }

    /**
     * Evaluates one rule.
     *
     * @param facts null if the rule's condition needs what is not known any more; a mask then applies
     */
    void evaluate(CompiledRule rule, Facts facts) {
        try {
            if (facts == null || rule.holds(facts)) {
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
            block(rule, blocking.message());
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
    }

    private void block(CompiledRule rule, String reason) {
        if (block == null) {
            block = rule;
            blockReason = reason;
        }
        addFired(rule);
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
     * @param all those of all mask rules, which apply where a condition could not be evaluated
     */
    long maskInTheRecord(long all) {
        return failed ? all : maskInTheRecord;
    }

    List<String> fired() {
        return fired;
    }

    List<Finding> findings() {
        return findings.all();
    }
}
