/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.configlog;

/** Keys of {@code weir.config}. */
public final class ConfigKeys {

    /** The key of the pointer to the active policy version. */
    public static final String ACTIVE_POLICY = "active-policy";

    private ConfigKeys() {}

    public static String connection(String name) {
        return "connection/" + name;
    }

    public static String policy(String name, int version) {
        return "policy/" + name + "/" + version;
    }
}
