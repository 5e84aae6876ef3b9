/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ReplyTo;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which epoch of each instance is alive, and in which mailbox. An epoch is {@code INSTANCE:UUID}; when a process takes over a mailbox,
 * it says so, and all earlier epochs of its instance are dead; when it leaves, it may say so, and all are. Of an instance that never
 * said anything, nothing is known, and all count as alive.
 */
final class MailboxEpochs {
    private static final String CLOSED = ":closed";

    private final KeyValueStore<String, String> store;

    /** @param store {@code EPOCH MAILBOX} by instance; in memory, since it is asked for every request */
    MailboxEpochs(KeyValueStore<String, String> store) {
        this.store = store;
    }

    void opened(ReplyTo mailbox) {
        store.put(instance(mailbox.getEpoch()), mailbox.getEpoch() + ' ' + mailbox.getMailbox());
    }

    /** It has left; if another has taken over meanwhile, that changes nothing. */
    void closed(ReplyTo mailbox) {
        if (!isDead(mailbox.getEpoch())) {
            opened(new ReplyTo(mailbox.getMailbox(), instance(mailbox.getEpoch()) + CLOSED));
        }
    }

    boolean isDead(String epoch) {
        String alive = store.get(instance(epoch));
        return alive != null && !alive.substring(0, alive.lastIndexOf(' ')).equals(epoch);
    }

    /** Where an instance is reached; empty if it never said so, or has left. */
    Optional<ReplyTo> alive(String instance) {
        String alive = store.get(instance);
        if (alive == null) {
            return Optional.empty();
        }
        int end = alive.lastIndexOf(' ');
        String epoch = alive.substring(0, end);
        return epoch.endsWith(CLOSED)
                ? Optional.empty()
                : Optional.of(new ReplyTo(Integer.valueOf(alive.substring(end + 1)), epoch));
    }

    private static String instance(String epoch) {
        int end = epoch.lastIndexOf(':');
        return end < 0 ? epoch : epoch.substring(0, end);
    }
}
