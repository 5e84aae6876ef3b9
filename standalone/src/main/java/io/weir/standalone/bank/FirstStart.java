/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.bank;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.WeirApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives a new instance its first configuration, by the same audited way as {@code weir apply}. Later starts leave the
 * configuration alone, but for the address of the bank where that changed and nobody has touched the connection.
 */
public final class FirstStart {

    private static final String CONFIG = "/api/config";

    private final Path file;
    private final WeirApi administrator;

    /**
     * For one instance.
     *
     * @param data the data directory, where the applied file is kept as an example
     * @param administrator may change the configuration
     */
    public FirstStart(Path data, WeirApi administrator) {
        this.file = fileIn(data);
        this.administrator = administrator;
    }

    /** The configuration as it was applied at the first start, as something to begin with. */
    public static Path fileIn(Path data) {
        return data.resolve("starter.yaml");
    }

    /** Applies what is due. */
    public void apply(Bank bank) {
        if (!Files.exists(file)) {
            String starter = bank.starterConfig();
            administrator.postYaml(CONFIG, starter).orThrow();
            write(starter);
        } else if (bank.formerConnection().filter(this::isUntouched).isPresent()) {
            administrator.postYaml(CONFIG, bank.connection()).orThrow();
        }
    }

    private boolean isUntouched(String connection) {
        JsonNode current = administrator.get(CONFIG + "/connections/demo").body();
        return current.path("source").asText().strip().equals(connection.strip());
    }

    private void write(String starter) {
        try {
            Files.writeString(file, starter, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
