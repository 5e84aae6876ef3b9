/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

/** A compiled CEL condition. Immutable and thread-safe. */
public final class Condition {

    private final CelRuntime.Program program;
    private final boolean readsParams;
    private final boolean readsPrincipal;

    Condition(CelRuntime.Program program, boolean readsParams, boolean readsPrincipal) {
        this.program = program;
        this.readsParams = readsParams;
        this.readsPrincipal = readsPrincipal;
    }

    /**
     * Compiles a condition over the variables that the policy language has.
     *
     * @param expression CEL, of type bool
     * @throws InvalidConditionException if it does not compile, saying everything that is wrong
     */
    public static Condition compile(String expression) throws InvalidConditionException {
        return ConditionCompiler.compile(expression);
    }

    /**
     * Evaluates the condition.
     *
     * @throws ConditionFailedException if it has no value for this message, for example because it reads an argument
     *     that is not there
     */
    public boolean holds(Facts facts) throws ConditionFailedException {
        try {
            if (program.eval(facts) instanceof Boolean value) {
                return value;
            }
        } catch (CelEvaluationException e) {
            // The cause may quote the message, so it is not kept.
            throw new ConditionFailedException("the condition could not be evaluated (" + e.getErrorCode() + ")");
        }
        throw new ConditionFailedException("the condition is neither true nor false");
    }

    /** True if it reads {@code mcp.tool.arguments} or {@code mcp.params}. */
    public boolean readsParams() {
        return readsParams;
    }

    /** True if it reads who asks. */
    public boolean readsPrincipal() {
        return readsPrincipal;
    }
}
