/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.service.configlog.ConfigSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configuration as JSON. */
final class ConfigView {

    record Person(String subject, String name) {}

    record Version(String name, int version) {}

    record Connection(String name, String hash, Person appliedBy, String appliedAt, String source) {}

    record Policy(
            String name, int version, boolean active, String hash, Person appliedBy, String appliedAt, String source) {}

    record Overview(Version activePolicy, List<Connection> connections, List<Policy> policies) {}

    record Applied(String kind, String name, Integer version, String hash, String change) {}

    record Changes(List<Applied> changes) {}

    /** What is wrong with the YAML, and where: line and column from 1. */
    record Flaw(int line, int column, String path, String message) {

        static Flaw of(io.weir.policy.resource.Problem problem) {
            return new Flaw(problem.line(), problem.column(), problem.path(), problem.message());
        }
    }

    private ConfigView() {}

    static Overview overview(ConfigSnapshot now) {
        return new Overview(
                now.activePointer()
                        .map(pointer -> new Version(pointer.getName(), pointer.getVersion()))
                        .orElse(null),
                now.connections().stream().map(entry -> connection(entry, null)).toList(),
                now.policies().stream().map(entry -> policy(now, entry, null)).toList());
    }

    static Optional<Connection> connection(ConfigSnapshot now, String name) {
        return now.connection(name).map(entry -> connection(entry, entry.getSource()));
    }

    static Optional<Policy> policy(ConfigSnapshot now, String name, int version) {
        return now.policy(name, version).map(entry -> policy(now, entry, entry.getSource()));
    }

    static Changes changes(List<Change> changes) {
        return new Changes(changes.stream().map(ConfigView::applied).toList());
    }

    private static Applied applied(Change change) {
        return new Applied(
                change.kind().name().toLowerCase(Locale.ROOT),
                change.name(),
                change.kind() == ConfigKind.POLICY ? change.version() : null,
                change.hash(),
                change.effect().name().toLowerCase(Locale.ROOT));
    }

    private static Connection connection(ConfigEntry entry, String source) {
        return new Connection(
                entry.getName(),
                entry.getHash(),
                person(entry),
                entry.getAppliedAt().toString(),
                source);
    }

    private static Policy policy(ConfigSnapshot now, ConfigEntry entry, String source) {
        boolean active = now.activePointer()
                .filter(pointer ->
                        pointer.getName().equals(entry.getName()) && pointer.getVersion() == entry.getVersion())
                .isPresent();
        return new Policy(
                entry.getName(),
                entry.getVersion(),
                active,
                entry.getHash(),
                person(entry),
                entry.getAppliedAt().toString(),
                source);
    }

    private static Person person(ConfigEntry entry) {
        return new Person(
                entry.getAppliedBy().getSubject(), entry.getAppliedBy().getName());
    }
}
