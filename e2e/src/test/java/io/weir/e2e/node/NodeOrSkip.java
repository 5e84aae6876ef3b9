/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.node;

import org.opentest4j.TestAbortedException;

/** Node for tests that are skipped, saying so, where it is absent. */
public final class NodeOrSkip {

    /** The environment variable that leaves these tests out with {@code off}. */
    private static final String CHOICE = "WEIR_TEST_NODE";

    private NodeOrSkip() {}

    /**
     * {@link NodeTools#install}, or the end of the test.
     *
     * @throws TestAbortedException where Node is absent; in CI this is a failure instead
     */
    public static NodeTools install(String directory) {
        if ("off".equals(System.getenv(CHOICE))) {
            throw new TestAbortedException(CHOICE + "=off: nothing from npm");
        }
        try {
            return NodeTools.install(directory);
        } catch (NodeAbsentException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(e.getMessage() + " (and CI=true says that they must run)", e);
            }
            throw new TestAbortedException(e.getMessage(), e);
        }
    }
}
