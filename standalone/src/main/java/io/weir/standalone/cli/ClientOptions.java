/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.standalone.client.WeirApi;
import io.weir.standalone.data.DataDirectory;
import io.weir.standalone.issuer.DevIssuer;
import io.weir.standalone.issuer.DevUser;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Weir to talk to, and as whom. Without options: the one that {@code weir up} started on the data directory. */
final class ClientOptions {

    private static final Duration VALIDITY = Duration.ofMinutes(10);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:WEIR_URL}",
            description = "Which Weir (default: WEIR_URL, else the one that runs on the data directory).")
    private URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:WEIR_TOKEN}",
            description = "Access token (default: WEIR_TOKEN, else one of the development issuer).")
    private String token;

    @Option(names = "--as", paramLabel = "USER", description = "User of the development issuer.")
    private String user;

    @Mixin
    private DataOption data;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * A client of the API.
     *
     * @param defaultUser as whom, where nothing was said
     */
    WeirApi api(String defaultUser) {
        return new WeirApi(url(), token(defaultUser));
    }

    URI url() {
        return Optional.ofNullable(url)
                .or(() -> DataDirectory.addressOf(data.path()))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no Weir runs on " + data.path() + ". Start one with weir up, or say which with --url URL."));
    }

    String token(String defaultUser) {
        return Optional.ofNullable(token).filter(given -> !given.isBlank()).orElseGet(() -> issued(defaultUser));
    }

    private String issued(String defaultUser) {
        String name = user == null ? defaultUser : user;
        DevUser known = DevUser.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no user " + name + "; there are " + DevUser.names() + "."));
        return DevIssuer.open(data.path()).token(known, VALIDITY);
    }
}
