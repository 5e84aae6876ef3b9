/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.demo.Cast;
import io.weir.standalone.demo.DemoStory;
import io.weir.standalone.demo.StoryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Plays the whole story on a Weir of its own, which is gone afterwards. */
@Command(name = "demo", description = "Play the whole story on a fresh instance, and check every step of it.")
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path data = Files.createTempDirectory("weir-demo-");
        LogFile.in(data);
        out.println("Starting a fresh Weir with a small bank behind it, in " + data + " …");
        out.flush();
        try (Standalone weir = Standalone.start(StandaloneConfig.on(data))) {
            out.println("It is up at " + weir.uri() + ".");
            new DemoStory(Cast.on(weir), out).play();
        } catch (StoryException e) {
            out.println("\nThe demo failed: " + e.getMessage() + "\nThe log is in " + LogFile.of(data) + ".");
            out.flush();
            return 1;
        }
        delete(data);
        out.println("\nEverything went as told. Start your own with: " + CommandName.get() + " up");
        out.flush();
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
