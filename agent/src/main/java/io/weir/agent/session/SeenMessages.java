/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The verdicts that were acted upon: enforcement sends one again when it has crashed. Those of a session's last few thousand messages are
 * kept, which is far more than it works off between two commits. Not thread-safe.
 */
final class SeenMessages {
    private static final int MAX = 100_000;

    private final Map<String, Boolean> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX;
        }
    };

    /** Whether it is the first verdict on this message. */
    boolean isFirst(String messageId) {
        return ids.put(messageId, true) == null;
    }
}
