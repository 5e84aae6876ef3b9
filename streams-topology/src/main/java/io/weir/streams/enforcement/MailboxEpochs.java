/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which epoch of each instance is alive. An epoch is {@code INSTANCE:UUID}; when a process takes over a mailbox, it says so, and
 * all earlier epochs of its instance are dead. Of an instance that never said so, nothing is known, and all count as alive.
 */
final class MailboxEpochs {
    private final KeyValueStore<String, String> store;

    /** @param store by instance; in memory, since it is asked for every request */
    MailboxEpochs(KeyValueStore<String, String> store) {
        this.store = store;
    }

    void opened(String epoch) {
        store.put(instance(epoch), epoch);
    }

    boolean isDead(String epoch) {
        String alive = store.get(instance(epoch));
        return alive != null && !alive.equals(epoch);
    }

    private static String instance(String epoch) {
        int end = epoch.lastIndexOf(':');
        return end < 0 ? epoch : epoch.substring(0, end);
    }
}
