/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets of one instance, made at its first start and kept in files for their owner only.
 *
 * @param directory the data directory
 */
public record Secrets(Path directory) {

    private static final int BYTES = 32;

    /**
     * The secret of that name: 256 random bits in base64.
     *
     * @throws UncheckedIOException when its file cannot be read or written
     */
    public String get(String name) {
        Path file = file(name);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, random());
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
    }

    /** Where the secret of that name is. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
