/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.bank;

import io.weir.demo.DemoUpstream;
import io.weir.demo.DemoUpstreamSettings;
import io.weir.standalone.data.PrivateFiles;
import io.weir.standalone.data.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled demo upstream. It keeps its port from start to start where it can, since the connection names it, and asks
 * for a token, so that one sees whose credential reaches an upstream.
 */
public final class Bank implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Bank.class);
    private static final String PORT_FILE = "bank-port";
    private static final String TOKEN = "bank-token";

    private final DemoUpstream upstream;
    private final StarterConfig starter;
    private final OptionalInt formerPort;

    private Bank(DemoUpstream upstream, StarterConfig starter, OptionalInt formerPort) {
        this.upstream = upstream;
        this.starter = starter;
        this.formerPort = formerPort;
    }

    /**
     * Opens it on its former port, or a free one.
     *
     * @throws UncheckedIOException when the data directory cannot be read or written
     */
    public static Bank open(Path data) {
        Secrets secrets = new Secrets(data);
        OptionalInt former = formerPort(data);
        DemoUpstream upstream = start(former.orElse(0), secrets.get(TOKEN));
        writePort(data, upstream.port());
        return new Bank(upstream, new StarterConfig(secrets.file(TOKEN)), former);
    }

    private static DemoUpstream start(int port, String token) {
        try {
            return DemoUpstream.start(DemoUpstreamSettings.onLoopback(port, token));
        } catch (UncheckedIOException e) {
            if (port == 0) {
                throw e;
            }
            log.atInfo().addKeyValue("port", port).log("the bank's former port is taken; using another");
            return DemoUpstream.start(DemoUpstreamSettings.onLoopback(0, token));
        }
    }

    private static OptionalInt formerPort(Path data) {
        Path file = data.resolve(PORT_FILE);
        try {
            return Files.exists(file)
                    ? OptionalInt.of(Integer.parseInt(
                            Files.readString(file, StandardCharsets.UTF_8).strip()))
                    : OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void writePort(Path data, int port) {
        try {
            PrivateFiles.write(data.resolve(PORT_FILE), String.valueOf(port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + data, e);
        }
    }

    /** The configuration that leads to it. */
    public String starterConfig() {
        return starter.render(upstream.mcpUrl());
    }

    /** The connection as it was written for the former port; empty when the port is the same. */
    public Optional<String> formerConnection() {
        return formerPort.isPresent() && formerPort.getAsInt() != upstream.port()
                ? Optional.of(starter.connection(URI.create("http://127.0.0.1:" + formerPort.getAsInt() + "/mcp")))
                : Optional.empty();
    }

    /** The connection as it should be now. */
    public String connection() {
        return starter.connection(upstream.mcpUrl());
    }

    /** Its own record of the calls that reached it, one JSON object a line. */
    public URI callsUrl() {
        return upstream.mcpUrl().resolve("/calls");
    }

    @Override
    public void close() {
        upstream.close();
    }
}
