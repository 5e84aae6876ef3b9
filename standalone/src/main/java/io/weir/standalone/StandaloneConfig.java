/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import io.weir.standalone.settings.UserSettings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What one instance is to be.
 *
 * @param port of the loopback interface, 0 to 65535; 0 takes a free one
 * @param data the directory where it keeps everything; made when missing
 * @param settings what the user says about the services
 */
public record StandaloneConfig(int port, Path data, UserSettings settings) {

    /** Checks the range of the port. */
    public StandaloneConfig {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(settings, "settings");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /** On a free port, with defaults. */
    public static StandaloneConfig on(Path data) {
        return new StandaloneConfig(0, data, UserSettings.none());
    }
}
