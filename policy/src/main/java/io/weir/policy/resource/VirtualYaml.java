/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import io.weir.policy.resource.Target.Virtual.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which connections are behind one endpoint. */
final class VirtualYaml {
    /** Of these are the names of tools (MCP 2025-11-25, "Tool Names"). */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    /** A session's id holds those of all members, and clients bound the length of headers. */
    private static final int MAX_MEMBERS = 16;

    private VirtualYaml() {}

    static Target.Virtual read(YamlObject yaml) {
        yaml.require("members");
        List<Member> members = new ArrayList<>();
        for (YamlObject member : yaml.objects("members")) {
            read(member, members).ifPresent(members::add);
        }
        if (yaml.has("members") && (members.isEmpty() || members.size() > MAX_MEMBERS)) {
            yaml.problem("members", "must be 1 to " + MAX_MEMBERS + " connections");
        }
        return new Target.Virtual(members);
    }

    private static Optional<Member> read(YamlObject yaml, List<Member> others) {
        yaml.require("connection");
        Optional<String> connection = yaml.string("connection");
        Optional<String> prefix = yaml.string("prefix").or(() -> connection.map(name -> name + '_'));
        yaml.refuseOthers();
        if (connection.isEmpty() || prefix.isEmpty()) {
            return Optional.empty();
        }
        if (!Values.isName(connection.get())) {
            yaml.problem("connection", "must be the name of a connection: 1 to 63 of a-z, 0-9 and -");
        }
        if (others.stream().anyMatch(other -> other.connection().equals(connection.get()))) {
            yaml.problem("connection", "is a member already");
        }
        if (yaml.has("prefix") && !PREFIX.matcher(prefix.get()).matches()) {
            yaml.problem("prefix", "must be 1 to 32 of a-z, A-Z, 0-9, _, - and .");
        }
        for (Member other : others) {
            if (other.prefix().startsWith(prefix.get()) || prefix.get().startsWith(other.prefix())) {
                yaml.problem(
                        "prefix",
                        "must not begin like that of " + other.connection() + ": whose tool it is could not be told");
            }
        }
        return Optional.of(new Member(connection.get(), prefix.get()));
    }
}
