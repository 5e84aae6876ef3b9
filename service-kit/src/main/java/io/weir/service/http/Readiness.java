/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What has to hold before a service gets traffic. Thread-safe. */
public final class Readiness {

    private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentHashMap<>();

    /**
     * Adds a check.
     *
     * @param name such as {@code mailbox}
     * @param whyNot empty when ready, else one sentence that says what is missing; must not block
     */
    public Readiness add(String name, Supplier<Optional<String>> whyNot) {
        checks.put(name, whyNot);
        return this;
    }

    /** The names of the checks that fail, with the reason; empty when ready. */
    public Map<String, String> failing() {
        Map<String, String> failing = new TreeMap<>();
        checks.forEach((name, check) -> reason(check).ifPresent(why -> failing.put(name, why)));
        return failing;
    }

    private static Optional<String> reason(Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            // A check that fails to answer is a service that is not ready.
            return Optional.of("The check failed: " + e.getClass().getSimpleName());
        }
    }
}
