/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** The newest entries, up to a number; the one that was not asked for longest is forgotten first. */
final class Recent extends LinkedHashMap<String, String> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > most;
    }
}
