/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.agent.AgentConfig;
import io.weir.agent.AgentMain;
import io.weir.e2e.load.ClosedLoop;
import io.weir.e2e.load.LeanStdioClient;
import io.weir.e2e.load.LeanStdioServer;
import io.weir.service.config.ServiceConfig;
import io.weir.service.lifecycle.Running;
import io.weir.standalone.Standalone;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A server over standard input and output: behind an agent, which runs in this process, and as a client's own child. */
final class StdioServer implements AutoCloseable {
    /** The name of the connection. */
    static final String CONNECTION = "bench-stdio";

    private static final String AGENT = "bench";

    private final Running agent;

    private StdioServer(Running agent) {
        this.agent = agent;
    }

    /** The connection to a server of this text, as YAML. */
    static String connection(String text) {
        String command = LeanStdioServer.command(text).stream()
                .map(argument -> '"' + argument + '"')
                .collect(Collectors.joining(", "));
        return """
                connection:
                  name: %s
                  kind: mcp-stdio
                  agent: %s
                  command: [%s]
                  idleTimeout: 1m
                  allowedGroups: [analysts]
                """.formatted(CONNECTION, AGENT, command);
    }

    /** Starts the agent. */
    static StdioServer start(Standalone weir) {
        return new StdioServer(AgentMain.start(ServiceConfig.of(
                AgentConfig.definition(),
                Map.of(
                        "agent.name", AGENT,
                        "kafka.bootstrap.servers", weir.bootstrapServers(),
                        "schema.registry.url", weir.uri().resolve("/registry").toString()))));
    }

    /** A client with a server of its own, with nothing in between. */
    ClosedLoop.Client alone(String text, String padding) throws IOException {
        List<String> command = LeanStdioServer.command(text);
        LeanStdioClient client = new LeanStdioClient(command);
        return new ClosedLoop.Client() {
            private int calls;

            @Override
            public void call() throws IOException {
                int id = ++calls;
                String answer = client.call(id, "r" + id, padding);
                if (!answer.contains("\"result\"")) {
                    throw new IOException("A call was answered with " + answer);
                }
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    @Override
    public void close() {
        agent.close();
    }
}
