/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import java.util.List;
import java.util.stream.Collectors;

/** A condition that does not compile. */
public final class InvalidConditionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Issue> issues;

    /**
     * One thing that is wrong.
     *
     * @param line in the expression, from 1
     * @param column from 1
     */
    public record Issue(int line, int column, String message) {}

    InvalidConditionException(List<Issue> issues) {
        super(issues.stream().map(Issue::message).collect(Collectors.joining("; ")));
        this.issues = List.copyOf(issues);
    }

    /** Everything that is wrong; never empty. */
    public List<Issue> issues() {
        return issues;
    }
}
