/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import java.util.Locale;

/**
 * What one client saw in one case.
 *
 * @param told in the order that it was told, with what matters for the table
 * @param progress how often it heard of progress
 * @param good whether that is a result, or a clear state before its own patience ended
 */
record Cell(Client client, When when, String told, int progress, boolean good) {

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }

    @Override
    public String toString() {
        return told + (progress > 0 ? " (" + progress + " progress)" : "") + (good ? "" : "   <-- WRONG");
    }
}
