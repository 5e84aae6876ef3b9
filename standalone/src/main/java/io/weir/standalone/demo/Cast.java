/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import io.weir.standalone.Standalone;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.UnaryOperator;

/**
 * Who takes part: people with their clients, and the bank with its own record of what reached it.
 *
 * @param mcp scheme, host and port of the ingress
 * @param approvals the same of the approval service
 * @param sessions the same of the query service
 * @param tokens an access token for alice (who may use the connection {@code demo}), bob (who may approve) and carol (who
 *     may see everyone's sessions)
 * @param bankCalls the bank's record of calls, one JSON object a line
 */
public record Cast(URI mcp, URI approvals, URI sessions, UnaryOperator<String> tokens, URI bankCalls) {

    /** On an instance in this process. */
    public static Cast on(Standalone weir) {
        return new Cast(
                weir.uri(), weir.uri(), weir.uri(), weir::token, weir.bank().callsUrl());
    }

    /** An MCP client of that person. */
    McpCaller client(String user) {
        return McpCaller.connect(mcp, "demo", tokens.apply(user));
    }

    /** The approval service as that person. */
    WeirApi approvals(String user) {
        return new WeirApi(approvals, tokens.apply(user));
    }

    /** The query service as that person. */
    WeirApi sessions(String user) {
        return new WeirApi(sessions, tokens.apply(user));
    }

    /** How many calls of that tool the bank's record has. */
    long callsThatReachedTheBank(String tool) {
        HttpRequest request = HttpRequest.newBuilder(bankCalls).build();
        try {
            String body = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            return body.lines()
                    .filter(line -> line.contains("\"" + tool + "\""))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("the bank does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryException("interrupted");
        }
    }
}
