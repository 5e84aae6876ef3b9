/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.smoke;

import io.weir.standalone.client.WeirApi;
import io.weir.standalone.demo.Cast;
import io.weir.standalone.demo.DemoStory;
import io.weir.standalone.demo.StoryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Applies {@code infra/demo.yaml} to a Compose stack that runs, and plays the demo's story on it. */
@Command(
        name = "smoke",
        mixinStandardHelpOptions = true,
        description = "Play the demo's story on the Compose stack, with tokens of its Keycloak.")
public final class SmokeCommand implements Callable<Integer> {

    @Option(names = "--ingress", paramLabel = "URL", description = "default: ${DEFAULT-VALUE}")
    private URI ingress = local("WEIR_INGRESS_PORT", 8080, "");

    @Option(names = "--approvals", paramLabel = "URL", description = "default: ${DEFAULT-VALUE}")
    private URI approvals = local("WEIR_APPROVALS_PORT", 8081, "");

    @Option(names = "--query", paramLabel = "URL", description = "default: ${DEFAULT-VALUE}")
    private URI query = local("WEIR_QUERY_PORT", 8082, "");

    @Option(names = "--realm", paramLabel = "URL", description = "default: ${DEFAULT-VALUE}")
    private URI realm = local("WEIR_KEYCLOAK_PORT", 8180, "/realms/weir");

    @Option(names = "--bank", paramLabel = "URL", description = "default: ${DEFAULT-VALUE}")
    private URI bank = local("WEIR_DEMO_UPSTREAM_PORT", 9000, "");

    @Option(names = "--file", description = "What to apply first (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of(System.getProperty("weir.home", "."), "infra", "demo.yaml");

    @Spec
    private CommandSpec spec;

    /** Plays the story; 0 when every step was as told, else 1. */
    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        KeycloakTokens tokens = new KeycloakTokens(realm);
        Cast cast = new Cast(ingress, approvals, query, tokens, bank.resolve("/calls"));
        try {
            out.println("Waiting for the services.");
            out.flush();
            Stack stack = new Stack();
            List.of(ingress, approvals, query).forEach(stack::awaitReady);
            out.println("Applying " + file + " as an administrator.");
            new WeirApi(approvals, tokens.apply("admin"))
                    .postYaml("/api/config", Files.readString(file))
                    .orThrow();
            stack.awaitConnection(ingress, "demo", tokens.apply("alice"));
            new DemoStory(cast, out).play();
            out.println("\nEverything went as told, by services that share nothing but Kafka.");
            return 0;
        } catch (StoryException e) {
            out.println("\nThe smoke test failed: " + e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    /** A port of the Compose stack, from the variable that moves it there. */
    private static URI local(String variable, int fallback, String path) {
        String port = System.getenv().getOrDefault(variable, String.valueOf(fallback));
        return URI.create("http://localhost:" + port + path);
    }
}
