/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a condition can ask about, each with its CEL name and type: a misspelt name does not compile. */
enum Variable {
    PRINCIPAL_SUBJECT("principal.subject", SimpleType.STRING),
    PRINCIPAL_NAME("principal.name", SimpleType.STRING),
    PRINCIPAL_GROUPS("principal.groups", ListType.create(SimpleType.STRING)),
    PRINCIPAL_CLIENT_ID("principal.clientId", SimpleType.STRING),
    PRINCIPAL_ISSUER("principal.issuer", SimpleType.STRING),
    CONNECTION_NAME("connection.name", SimpleType.STRING),
    CONNECTION_KIND("connection.kind", SimpleType.STRING),
    MCP_METHOD("mcp.method", SimpleType.STRING),
    MCP_DIRECTION("mcp.direction", SimpleType.STRING),
    MCP_TOOL_NAME("mcp.tool.name", SimpleType.STRING),
    MCP_TOOL_CHANGED("mcp.tool.changed", SimpleType.BOOL),
    MCP_TOOL_ARGUMENTS("mcp.tool.arguments", MapType.create(SimpleType.STRING, SimpleType.DYN)),
    MCP_PARAMS("mcp.params", MapType.create(SimpleType.STRING, SimpleType.DYN));

    private static final Map<String, Variable> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::celName, Function.identity()));

    private final String celName;
    private final CelType type;

    Variable(String celName, CelType type) {
        this.celName = celName;
        this.type = type;
    }

    String celName() {
        return celName;
    }

    CelType type() {
        return type;
    }

    /** Null if there is none. */
    static Variable named(String celName) {
        return BY_NAME.get(celName);
    }

    static String names() {
        return Arrays.stream(values()).map(Variable::celName).collect(Collectors.joining(", "));
    }

    /** True if one of these names says who asks. */
    static boolean readsPrincipal(Collection<String> celNames) {
        return celNames.stream().anyMatch(name -> name.startsWith("principal."));
    }

    /** True if one of these names is of the request's own content. */
    static boolean readsParams(Collection<String> celNames) {
        return celNames.contains(MCP_TOOL_ARGUMENTS.celName) || celNames.contains(MCP_PARAMS.celName);
    }
}
