/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.weir.service.http.Json;
import io.weir.standalone.client.McpCaller;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the tools behind a connection, or calls one: what an AI client would do, from a prompt. */
@Command(
        name = "call",
        description = "Call a tool through Weir as an MCP client (by default as alice); without TOOL, list the tools.")
final class CallCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "CONNECTION", description = "Name of the connection, such as demo.")
    private String connection;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TOOL", description = "Name of the tool.")
    private String tool;

    @Parameters(index = "2..*", paramLabel = "NAME=VALUE", description = "Arguments; a value that is no text is JSON.")
    private Map<String, String> arguments = new LinkedHashMap<>();

    @Mixin
    private ClientOptions client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (McpCaller caller = McpCaller.connect(client.url(), connection, client.token("alice"))) {
            List<Tool> tools = caller.tools();
            return tool == null ? list(tools) : call(caller, tools);
        }
    }

    private int list(List<Tool> tools) {
        PrintWriter out = spec.commandLine().getOut();
        tools.forEach(each -> out.printf("%-20s %s%n", each.name(), each.description()));
        out.flush();
        return 0;
    }

    private int call(McpCaller caller, List<Tool> tools) {
        Map<String, Object> schema = tools.stream()
                .filter(each -> each.name().equals(tool))
                .findFirst()
                .map(Tool::inputSchema)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "there is no tool " + tool + "."));
        Map<String, Object> typed = new LinkedHashMap<>();
        arguments.forEach((name, value) -> typed.put(name, isText(schema, name) ? value : json(name, value)));
        CallToolResult result = caller.call(tool, typed);
        PrintWriter out = spec.commandLine().getOut();
        out.println(McpCaller.text(result));
        out.flush();
        return Boolean.TRUE.equals(result.isError()) ? 1 : 0;
    }

    private static boolean isText(Map<String, Object> schema, String name) {
        return schema.get("properties") instanceof Map<?, ?> properties
                && properties.get(name) instanceof Map<?, ?> property
                && "string".equals(property.get("type"));
    }

    private Object json(String name, String value) {
        try {
            return Json.mapper().readValue(value, Object.class);
        } catch (JsonProcessingException e) {
            throw new ParameterException(spec.commandLine(), name + " must be JSON: " + e.getOriginalMessage(), e);
        }
    }
}
