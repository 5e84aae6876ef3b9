/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.bank;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bundled {@code starter.yaml}.
 *
 * @param tokenFile where the gateway finds the credential for the bank
 */
record StarterConfig(Path tokenFile) {

    private static final String SEPARATOR = "---\n";

    /** The whole file: the connection and the policy. */
    String render(URI url) {
        return template()
                .replace("${url}", url.toString())
                .replace("${tokenFile}", quoted(tokenFile.toAbsolutePath().toString()));
    }

    /** The connection alone. */
    String connection(URI url) {
        String all = render(url);
        return all.substring(0, all.indexOf(SEPARATOR));
    }

    /** A YAML double-quoted scalar, since a path may hold anything. */
    private static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String template() {
        try (InputStream in = StarterConfig.class.getResourceAsStream("/starter.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
