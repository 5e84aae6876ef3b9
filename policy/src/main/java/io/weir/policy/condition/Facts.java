/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import dev.cel.runtime.CelVariableResolver;
import io.weir.events.Direction;
import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.tools.ChangedTools;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about one message when conditions are evaluated.
 *
 * @param method JSON-RPC method; for a response, that of its request. Null if it is not known
 * @param toolName name of the tool that is called; empty if the message belongs to no {@code tools/call}, null if it is
 *     not known
 * @param changed the connection's tools that have changed
 * @param params the request's params as CEL values, see {@link CelValues}
 */
public record Facts(
        Principal principal,
        ConnectionResource connection,
        Direction direction,
        String method,
        String toolName,
        ChangedTools changed,
        Map<String, Object> params)
        implements CelVariableResolver {

    /** The JSON-RPC method that calls a tool. */
    public static final String TOOLS_CALL = "tools/call";

    /**
     * A call that a client could make, of which only the method and one member of the params are known. A condition
     * that holds holds for every such call; one that depends on what is not known fails.
     *
     * @param key the member that is known, such as {@code name}; empty if there is none
     * @param toolName empty if the method calls no tool
     * @param changed as far as the list shows it
     */
    public static Facts ofPossibleCall(
            Principal principal,
            ConnectionResource connection,
            String method,
            String key,
            String value,
            String toolName,
            ChangedTools changed) {
        Map<String, Object> params = new UnknownParams(key, value);
        return new Facts(principal, connection, Direction.CLIENT_TO_SERVER, method, toolName, changed, params);
    }

    /**
     * The call that a task is about, of which nothing is known: what a task ends with says only the task's id. A server's
     * tasks are tool calls, in every revision and in the extension.
     *
     * @param direction which way the result travels
     */
    public static Facts ofTask(Principal principal, ConnectionResource connection, Direction direction) {
        String method = direction == Direction.SERVER_TO_CLIENT ? TOOLS_CALL : null;
        return new Facts(principal, connection, direction, method, null, ChangedTools.NONE, new UnknownParams("", ""));
    }

    private static String known(String value) {
        if (value == null) {
            throw new NotKnownException();
        }
        return value;
    }

    @Override
    public Optional<Object> find(String name) {
        Variable variable = Variable.named(name);
        return variable == null ? Optional.empty() : Optional.of(value(variable));
    }

    private Object value(Variable variable) {
        return switch (variable) {
            case PRINCIPAL_SUBJECT -> principal.subject();
            case PRINCIPAL_NAME -> principal.name();
            case PRINCIPAL_GROUPS -> principal.groups();
            case PRINCIPAL_CLIENT_ID -> principal.clientId();
            case PRINCIPAL_ISSUER -> principal.issuer();
            case CONNECTION_NAME -> connection.name();
            case CONNECTION_KIND -> connection.kind();
            case MCP_METHOD -> known(method);
            case MCP_DIRECTION -> direction.name();
            case MCP_TOOL_NAME -> known(toolName);
            case MCP_TOOL_CHANGED -> isChanged(known(toolName));
            case MCP_TOOL_ARGUMENTS -> arguments();
            case MCP_PARAMS -> params;
        };
    }

    private boolean isChanged(String tool) {
        return !tool.isEmpty() && changed.contains(tool);
    }

    /** Whoever parses makes sure that arguments are an object or null. */
    private Object arguments() {
        boolean call = known(method).equals(TOOLS_CALL);
        return call && params.get("arguments") instanceof Map<?, ?> arguments ? arguments : Map.of();
    }
}
