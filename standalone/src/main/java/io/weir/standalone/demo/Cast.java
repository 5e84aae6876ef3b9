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
import java.util.List;

/** Who takes part: people with their clients, and the bank with its own record of what reached it. */
final class Cast {

    private final Standalone weir;
    private final HttpClient http = HttpClient.newHttpClient();

    Cast(Standalone weir) {
        this.weir = weir;
    }

    /** An MCP client of that person. */
    McpCaller client(String user) {
        return McpCaller.connect(weir.uri(), "demo", weir.token(user));
    }

    /** The REST API as that person. */
    WeirApi api(String user) {
        return new WeirApi(weir.uri(), weir.token(user));
    }

    /** The bank's record: one line for each call of that tool. */
    List<String> callsThatReachedTheBank(String tool) {
        URI url = weir.bank().callsUrl();
        try {
            String body = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                    .body();
            return body.lines()
                    .filter(line -> line.contains("\"" + tool + "\""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the bank does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryException("interrupted");
        }
    }
}
