/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo upstream as a process of its own, configured by {@link DemoUpstreamSettings the environment}. */
public final class DemoUpstreamMain {

    private static final Logger LOG = LoggerFactory.getLogger(DemoUpstreamMain.class);

    private DemoUpstreamMain() {}

    /**
     * Serves until the process is told to end.
     *
     * @throws InterruptedException when the waiting main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        DemoUpstream upstream = DemoUpstream.start(DemoUpstreamSettings.from(System.getenv()));
        Runtime.getRuntime().addShutdownHook(new Thread(upstream::close, "demo-upstream-shutdown"));
        LOG.atInfo().addKeyValue("port", upstream.port()).log("Demo upstream started");
        upstream.join();
    }
}
