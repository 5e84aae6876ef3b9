/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process and all that it has started, to be ended together: launchers such as npx leave the server itself to a child. */
final class ProcessTree {
    private static final long PATIENCE_MS = 2_000;

    private final Process root;
    // Whoever outlives its parent is not found by it any more.
    private final Set<ProcessHandle> known = new LinkedHashSet<>();

    ProcessTree(Process root) {
        this.root = root;
        look();
    }

    private void look() {
        root.descendants().forEach(known::add);
    }

    /** Asks, tells, and forces: each after two seconds (MCP, "Shutdown", stdio). Its standard input is closed already. Blocks. */
    void end() {
        await();
        signal(ProcessHandle::destroy);
        await();
        signal(ProcessHandle::destroyForcibly);
    }

    private void signal(Consumer<ProcessHandle> signal) {
        look();
        if (root.isAlive()) {
            signal.accept(root.toHandle());
        }
        List.copyOf(known).stream().filter(ProcessHandle::isAlive).forEach(signal);
    }

    private void await() {
        look();
        CompletableFuture<?>[] ends = known.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(CompletableFuture.allOf(ends), root.onExit());
        try {
            all.completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("A process' end cannot be waited for", e);
        }
    }
}
