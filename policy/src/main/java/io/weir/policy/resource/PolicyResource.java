/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import io.weir.policy.CompiledPolicy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A policy.
 *
 * @param name {@code [a-z0-9-]{1,63}}
 * @param defaultAction what becomes of a client's request or notification that no rule decides
 * @param rules in order; the first block gives the message, the first hold the terms
 * @param source its YAML document
 * @param hash SHA-256 of source
 */
public record PolicyResource(String name, DefaultAction defaultAction, List<Rule> rules, String source, String hash)
        implements Resource {

    public PolicyResource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(defaultAction, "defaultAction");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(hash, "hash");
        rules = List.copyOf(rules);
    }

    /** The custom entities of all rules, each once, in the order of the policy. */
    public List<EntityPattern> patterns() {
        return rules.stream()
                .flatMap(
                        rule -> rule.action() instanceof Action.OnText text ? text.patterns().stream() : Stream.empty())
                .distinct()
                .toList();
    }

    /**
     * Makes this policy ready to decide.
     *
     * @param version the version that it is, from 1; stamped on what it decides
     */
    public CompiledPolicy compile(int version) {
        return CompiledPolicy.of(this, version);
    }
}
