/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

/** Names of the topics. What each is for, and its shape, is in {@link TopicCatalogue}. */
public final class Topics {
    public static final String INTAKE = "weir.intake";
    public static final String APPROVAL_DECISIONS = "weir.approval-decisions";
    public static final String VERDICTS = "weir.verdicts";
    public static final String JOURNAL = "weir.journal";
    public static final String CONFIG = "weir.config";
    public static final String TOOLS = "weir.tools";
    public static final String DEAD_LETTER = "weir.dead-letter";

    private Topics() {}
}
