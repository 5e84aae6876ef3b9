/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where the messages of a connection go. */
public sealed interface Target {

    /** The connection's kind, as it is written. */
    String kind();

    /** An upstream that the gateway itself calls by HTTP. */
    sealed interface Http extends Target {
        /** Absolute http or https URL. */
        URI url();

        /** What the upstream gets instead of the client's token. */
        Optional<Credential> credential();
    }

    /**
     * An MCP server over HTTP.
     *
     * @param url absolute http or https URL of the MCP endpoint
     * @param credential what the upstream gets instead of the client's token
     * @param transport how it is spoken to
     * @param idleTimeout how long a client may say nothing before its stream is closed; only of {@link Transport#SSE}
     */
    record Mcp(URI url, Optional<Credential> credential, Transport transport, Duration idleTimeout) implements Http {
        /** The kind of such a connection. */
        public static final String KIND = "mcp";

        public Mcp {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(credential, "credential");
            Objects.requireNonNull(transport, "transport");
            Objects.requireNonNull(idleTimeout, "idleTimeout");
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * A language model behind an OpenAI-compatible API.
     *
     * @param url absolute http or https URL under which {@code /chat/completions} is, without a slash at its end
     * @param credential what the upstream gets instead of the client's token
     * @param model the model of calls that name none; empty if they must
     */
    record Llm(URI url, Optional<Credential> credential, Optional<String> model) implements Http {
        /** The kind of such a connection. */
        public static final String KIND = "llm";

        public Llm {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(credential, "credential");
            Objects.requireNonNull(model, "model");
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * An MCP server that is a process beside an agent, which starts one for each session and speaks with it by stdin and stdout.
     *
     * @param agent {@code [a-z0-9-]{1,63}}, the agent's name
     * @param command the program and its arguments, as they are: no shell reads them; not empty
     * @param environment variables of the process besides the few that every one has
     * @param directory where the process works; the agent's own directory if empty
     * @param idleTimeout how long a session may say nothing before its process is ended
     */
    record Stdio(
            String agent,
            List<String> command,
            Map<String, EnvironmentValue> environment,
            Optional<String> directory,
            Duration idleTimeout)
            implements Target {
        /** The kind of such a connection. */
        public static final String KIND = "mcp-stdio";

        public Stdio {
            Objects.requireNonNull(agent, "agent");
            Objects.requireNonNull(directory, "directory");
            Objects.requireNonNull(idleTimeout, "idleTimeout");
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        @Override
        public String kind() {
            return KIND;
        }

        /** Neither arguments nor variables: either may hold a secret. */
        @Override
        public String toString() {
            return "Stdio[" + agent + "]";
        }
    }

    /**
     * Several connections behind one endpoint. Each message goes to one of them, or to all, and is governed as that connection's.
     *
     * @param members in their order; not empty
     */
    record Virtual(List<Member> members) implements Target {
        /** The kind of such a connection. */
        public static final String KIND = "virtual";

        public Virtual {
            members = List.copyOf(members);
        }

        @Override
        public String kind() {
            return KIND;
        }

        /**
         * One of the connections.
         *
         * @param connection its name
         * @param prefix what stands before the names of its tools and prompts; none is the beginning of another member's
         */
        public record Member(String connection, String prefix) {
            public Member {
                Objects.requireNonNull(connection, "connection");
                Objects.requireNonNull(prefix, "prefix");
            }
        }
    }
}
