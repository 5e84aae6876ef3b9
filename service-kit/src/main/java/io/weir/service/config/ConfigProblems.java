/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import java.util.List;

/** A configuration that cannot be used; holds every problem that was found, each a sentence that names its key. */
public final class ConfigProblems extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigProblems(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in the order of the keys; never empty, and never holding the value of a secret. */
    public List<String> problems() {
        return problems == null ? List.of(getMessage()) : problems;
    }
}
