/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.RegexLiteralValidator;
import io.weir.policy.condition.InvalidConditionException.Issue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles conditions, within limits: CEL's defaults leave iterations and the size of regular expressions unlimited. */
final class ConditionCompiler {

    private static final int MAX_CODE_POINTS = 8_000;
    private static final int MAX_ITERATIONS = 10_000;
    private static final int MAX_REGEX_PROGRAM = 2_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(MAX_CODE_POINTS)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(MAX_REGEX_PROGRAM)
            .build();

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings())
            .build();
    private static final CelValidator VALIDATOR = CelValidatorFactory.standardCelValidatorBuilder(COMPILER, RUNTIME)
            .addAstValidators(RegexLiteralValidator.INSTANCE)
            .build();

    private ConditionCompiler() {}

    private static CelCompiler compiler() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.strings())
                .setResultType(SimpleType.BOOL);
        for (Variable variable : Variable.values()) {
            builder.addVar(variable.celName(), variable.type());
        }
        return builder.build();
    }

    static Condition compile(String expression) throws InvalidConditionException {
        CelAbstractSyntaxTree ast = checked(COMPILER.compile(expression));
        checked(VALIDATOR.validate(ast));
        Set<String> names =
                ast.getReferenceMap().values().stream().map(CelReference::name).collect(Collectors.toSet());
        try {
            return new Condition(
                    RUNTIME.createProgram(ast), Variable.readsParams(names), Variable.readsPrincipal(names));
        } catch (CelEvaluationException e) {
            throw new InvalidConditionException(List.of(new Issue(1, 1, e.getMessage())));
        }
    }

    private static CelAbstractSyntaxTree checked(CelValidationResult result) throws InvalidConditionException {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new InvalidConditionException(
                    e.getErrors().stream().map(ConditionCompiler::issue).toList());
        }
    }

    private static Issue issue(CelIssue issue) {
        String message = issue.getMessage();
        if (message.startsWith("undeclared reference")) {
            message += "; there are " + Variable.names();
        }
        int line = Math.max(1, issue.getSourceLocation().getLine());
        return new Issue(line, Math.max(0, issue.getSourceLocation().getColumn()) + 1, message);
    }
}
