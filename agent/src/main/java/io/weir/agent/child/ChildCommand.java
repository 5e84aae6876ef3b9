/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import io.weir.policy.resource.EnvironmentValue;
import io.weir.policy.resource.SecretSource;
import io.weir.policy.resource.Target;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a server is started: what its connection says, with secrets read where this agent runs. Its environment has nothing of the agent's but
 * what every program needs, so that the agent's own credentials stay its own.
 */
public final class ChildCommand {
    /** What programs need to be found and to run; the agent's settings are not among it. */
    private static final List<String> INHERITED = List.of(
            "HOME",
            "LANG",
            "LC_ALL",
            "LOGNAME",
            "PATH",
            "SHELL",
            "TERM",
            "TMPDIR",
            "TZ",
            "USER",
            // Windows.
            "APPDATA",
            "HOMEDRIVE",
            "HOMEPATH",
            "LOCALAPPDATA",
            "PATHEXT",
            "PROGRAMFILES",
            "SYSTEMDRIVE",
            "SYSTEMROOT",
            "TEMP",
            "USERNAME",
            "USERPROFILE");

    private static final String OWN_PREFIX = "WEIR_";

    private final Target.Stdio target;
    private final Map<String, String> environment;

    /** @param environment this process' environment */
    public ChildCommand(Target.Stdio target, Map<String, String> environment) {
        this.target = target;
        this.environment = environment;
    }

    /** The program's name, without its directory: all that may be logged of it. */
    public String program() {
        Path name = Path.of(target.command().get(0)).getFileName();
        return name == null ? "" : name.toString();
    }

    /**
     * Starts it. Reads files, so not for threads that must not block.
     *
     * @throws IOException if it cannot be started, with a text that may be told
     */
    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(target.command());
        builder.environment().clear();
        builder.environment().putAll(values());
        target.directory().ifPresent(directory -> builder.directory(new File(directory)));
        try {
            return builder.start();
        } catch (IOException e) {
            // Its own text can hold the command line.
            throw new IOException("The agent cannot start the server's program", null);
        }
    }

    private Map<String, String> values() throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String name : INHERITED) {
            if (environment.containsKey(name)) {
                values.put(name, environment.get(name));
            }
        }
        for (Map.Entry<String, EnvironmentValue> each : target.environment().entrySet()) {
            values.put(each.getKey(), value(each.getValue()));
        }
        return values;
    }

    private String value(EnvironmentValue value) throws IOException {
        if (value instanceof EnvironmentValue.Literal literal) {
            return literal.text();
        }
        SecretSource source = ((EnvironmentValue.Kept) value).source();
        String text = source instanceof SecretSource.Env env ? variable(env.name()) : file((SecretSource.File) source);
        if (text == null) {
            throw new IOException("A variable of the server's environment cannot be read where the agent runs");
        }
        return text;
    }

    /** Never the agent's own settings, some of which are secrets. */
    private String variable(String name) {
        return name.startsWith(OWN_PREFIX) ? null : environment.get(name);
    }

    private static String file(SecretSource.File file) {
        try {
            return Files.readString(Path.of(file.path())).strip();
        } catch (IOException e) {
            // Told as missing; the reason may not name what was read.
            return null;
        }
    }
}
