/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.policy.condition.Condition;
import io.weir.policy.condition.InvalidConditionException;
import io.weir.policy.detect.BuiltIn;
import io.weir.policy.detect.DetectorSet;
import io.weir.policy.resource.Action;
import io.weir.policy.resource.DefaultAction;
import io.weir.policy.resource.EntityPattern;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Rule;
import java.util.List;

/** A policy version that is ready to decide: conditions and detectors are compiled. Immutable and thread-safe. */
public final class CompiledPolicy {

    private final String name;
    private final int version;
    private final String hash;
    private final DefaultAction defaultAction;
    private final List<CompiledRule> rules;
    private final DetectorSet detectors;

    private CompiledPolicy(PolicyResource policy, int version) {
        this.name = policy.name();
        this.version = version;
        this.hash = policy.hash();
        this.defaultAction = policy.defaultAction();
        List<EntityPattern> patterns = policy.patterns();
        this.detectors = DetectorSet.of(patterns);
        this.rules =
                policy.rules().stream().map(rule -> compile(rule, patterns)).toList();
    }

    /**
     * Compiles a policy.
     *
     * @param version from 1
     * @throws IllegalArgumentException if the version is less, or a condition or pattern does not compile, which
     *     {@code Resources.parse} would have told
     */
    public static CompiledPolicy of(PolicyResource policy, int version) {
        if (version < 1) {
            throw new IllegalArgumentException("a policy's version is at least 1, not " + version);
        }
        return new CompiledPolicy(policy, version);
    }

    private static CompiledRule compile(Rule rule, List<EntityPattern> patterns) {
        long bits = rule.action() instanceof Action.OnText text ? detectors(text, patterns) : 0;
        return new CompiledRule(rule, rule.when().map(CompiledPolicy::condition).orElse(null), bits);
    }

    private static Condition condition(String expression) {
        try {
            return Condition.compile(expression);
        } catch (InvalidConditionException e) {
            throw new IllegalArgumentException("a condition does not compile: " + e.getMessage(), e);
        }
    }

    private static long detectors(Action.OnText text, List<EntityPattern> patterns) {
        long bits = 0;
        for (String entity : text.entities()) {
            bits |= BuiltIn.valueOf(entity).bit();
        }
        for (EntityPattern pattern : text.patterns()) {
            bits |= 1L << (BuiltIn.values().length + patterns.indexOf(pattern));
        }
        return bits;
    }

    public String name() {
        return name;
    }

    /** From 1. */
    public int version() {
        return version;
    }

    /** SHA-256 of the policy's source, lower-case hex. */
    public String hash() {
        return hash;
    }

    DefaultAction defaultAction() {
        return defaultAction;
    }

    /** The rules for a connection, in order. */
    List<CompiledRule> rulesFor(String connection) {
        for (CompiledRule rule : rules) {
            if (!rule.concerns(connection)) {
                return rules.stream().filter(r -> r.concerns(connection)).toList();
            }
        }
        return rules;
    }

    DetectorSet detectors() {
        return detectors;
    }
}
