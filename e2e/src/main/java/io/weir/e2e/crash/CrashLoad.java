/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.crash;

import io.weir.e2e.load.LeanClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that call as fast as they are answered, until what they call dies. Nothing is ever called twice by them. */
final class CrashLoad {
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();

    /** The {@code ref}s of all calls that some client saw answered with a result. */
    Set<String> answered() {
        return answered;
    }

    /** Calls made so far, answered or not. */
    int sent() {
        return sent.get();
    }

    /** Starts the clients of one round; they end when their connection does. */
    List<Thread> start(int round, int clients, URI endpoint, String token) throws IOException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            LeanClient client = new LeanClient(endpoint, token);
            String prefix = "r" + round + "-c" + i + "-";
            Thread thread = new Thread(() -> callUntilItDies(client, prefix), "crash-load-" + prefix);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void callUntilItDies(LeanClient client, String prefix) {
        try (client) {
            for (int call = 0; ; call++) {
                String ref = prefix + call;
                sent.incrementAndGet();
                if (client.callTool("record", ref, "").succeeded()) {
                    answered.add(ref);
                }
            }
        } catch (IOException killed) {
            // The end of the round: the call that was under way stays without an answer, which is what is looked at.
            return;
        }
    }
}
