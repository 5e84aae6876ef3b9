/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import io.weir.e2e.load.TemporaryDirectory;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Randomised traffic, and whether anything reached whom it was not for. */
@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        description = {
            "Send randomised traffic of many clients of both eras through Weir while its upstream restarts,",
            "and hold what each heard, the gateway's gauges and the journal against it. Exits 1 where anything is wrong."
        })
public final class TrafficCommand implements Callable<Integer> {

    @Option(names = "--exchanges", defaultValue = "20000", description = "How many (default: ${DEFAULT-VALUE}).")
    private int exchanges;

    @Option(names = "--seed", description = "What to draw everything from (default: drawn itself).")
    private Long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long drawn = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        try (TemporaryDirectory directory = new TemporaryDirectory("weir-traffic")) {
            boolean good = Traffic.run(
                            exchanges,
                            drawn,
                            directory.path().resolve("data"),
                            spec.commandLine().getOut())
                    .isEmpty();
            return good ? 0 : 1;
        }
    }
}
