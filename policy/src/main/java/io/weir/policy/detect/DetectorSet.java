/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import com.google.re2j.Pattern;
import io.weir.policy.resource.EntityPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * The detectors of a policy, each with an index, so that a set of them is a {@code long}. Immutable and thread-safe;
 * {@link #detection()} gives what searches.
 */
public final class DetectorSet {

    /** Built-in ones included. */
    public static final int MAX_DETECTORS = 64;

    static final long BUILT_INS = (1L << BuiltIn.values().length) - 1;

    private final List<String> entities;
    private final List<Pattern> patterns;

    private DetectorSet(List<String> entities, List<Pattern> patterns) {
        this.entities = List.copyOf(entities);
        this.patterns = List.copyOf(patterns);
    }

    /**
     * The built-in detectors, and one for each of these.
     *
     * @throws IllegalArgumentException if there are too many
     * @throws com.google.re2j.PatternSyntaxException if a pattern does not compile
     */
    public static DetectorSet of(List<EntityPattern> custom) {
        List<String> entities = new ArrayList<>(BuiltIn.NAMES);
        List<Pattern> patterns = new ArrayList<>();
        for (EntityPattern pattern : custom) {
            entities.add(pattern.entity());
            patterns.add(Pattern.compile(pattern.regex()));
        }
        if (entities.size() > MAX_DETECTORS) {
            throw new IllegalArgumentException("a policy has at most " + MAX_DETECTORS + " different entities");
        }
        return new DetectorSet(entities, patterns);
    }

    /** The entity that the detector of this index finds. */
    public String entity(int detector) {
        return entities.get(detector);
    }

    /** True if one of these detectors, given as bits, is a pattern. */
    public boolean hasPatterns(long wanted) {
        return (wanted & ~BUILT_INS) != 0;
    }

    /** Something that searches with these detectors, for one thread. */
    public Detection detection() {
        return new Detection(this);
    }

    List<Pattern> patterns() {
        return patterns;
    }
}
