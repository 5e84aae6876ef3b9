/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.issuer;

import java.util.List;
import java.util.Optional;

/**
 * A named user of the development issuer.
 *
 * @param name the subject and user name
 * @param groups the groups claim
 */
public record DevUser(String name, List<String> groups) {

    /** Everyone there is: someone who asks, two who approve (one of them an auditor too), and an administrator. */
    public static final List<DevUser> ALL = List.of(
            new DevUser("alice", List.of("analysts")),
            new DevUser("bob", List.of("approvers")),
            new DevUser("carol", List.of("approvers", "auditors")),
            new DevUser("admin", List.of("weir-admins")));

    /** Copies the groups. */
    public DevUser {
        groups = List.copyOf(groups);
    }

    /** The user of that name, if there is one. */
    public static Optional<DevUser> named(String name) {
        return ALL.stream().filter(user -> user.name().equals(name)).findFirst();
    }

    /** The names of all, for messages to people. */
    public static String names() {
        return String.join(", ", ALL.stream().map(DevUser::name).toList());
    }
}
