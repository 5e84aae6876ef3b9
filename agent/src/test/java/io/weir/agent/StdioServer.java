/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small MCP server of one file and without dependencies, to be run by {@code java StdioServer.java} or from a class path. Its tools: {@code
 * who} tells its process and its variable NAME, {@code hang} never answers, {@code die} ends it, {@code ask} asks the client for its roots
 * first. Whatever it is called with is noted in the file CALLS.
 */
public final class StdioServer {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|[0-9]+)");
    private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private static String asks;

    private StdioServer() {}

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        System.err.println("StdioServer is up");
        OUT.println("this is no message");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            take(line);
        }
    }

    private static void take(String line) throws IOException {
        Matcher method = METHOD.matcher(line);
        Matcher id = ID.matcher(line);
        if (!id.find()) {
            return;
        }
        if (!method.find()) {
            // The roots that it asked for.
            say("{\"jsonrpc\":\"2.0\",\"id\":" + asks + ",\"result\":" + text("asked " + line.contains("file:///"))
                    + "}");
            return;
        }
        switch (method.group(1)) {
            case "initialize" ->
                answer(
                        id.group(1),
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                + "\"serverInfo\":{\"name\":\"stdio\",\"version\":\"1\"}}");
            case "tools/call" -> call(id.group(1), line);
            default -> answer(id.group(1), "{}");
        }
    }

    private static void call(String id, String line) throws IOException {
        Matcher name = NAME.matcher(line);
        String tool = name.find() ? name.group(1) : "";
        String calls = System.getenv("CALLS");
        if (calls != null) {
            Files.writeString(Path.of(calls), tool + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        switch (tool) {
            case "who" -> {
                say(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"log of "
                                + System.getenv("NAME") + "\"}}");
                answer(id, text(ProcessHandle.current().pid() + " " + System.getenv("NAME") + " bob@bank.example"));
            }
            case "ask" -> {
                asks = id;
                say("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"roots/list\"}");
            }
            case "die" -> Runtime.getRuntime().halt(3);
            case "hang" -> {}
            default -> answer(id, text(tool));
        }
    }

    private static String text(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    private static void answer(String id, String result) {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private static void say(String line) {
        OUT.println(line);
    }
}
