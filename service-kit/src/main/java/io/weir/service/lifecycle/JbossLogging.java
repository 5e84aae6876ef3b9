/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.lifecycle;

/** Leads the logging of Undertow and XNIO into slf4j. */
public final class JbossLogging {

    private static final String PROVIDER = "org.jboss.logging.provider";

    private JbossLogging() {}

    /**
     * To be called before any class of Undertow is loaded. Left alone, jboss-logging takes log4j where an embedded broker
     * brings it along.
     */
    public static void useSlf4j() {
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, "slf4j");
        }
    }
}
