/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.model.Principal;
import java.util.Objects;

/**
 * What one person said about one approval.
 *
 * @param commandId a repeated one is one ballot
 * @param approve false to reject
 * @param reason for people; may be empty
 * @param at milliseconds since the epoch
 */
public record Ballot(String commandId, Principal person, boolean approve, String reason, long at) {
    public Ballot {
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(person, "person");
        Objects.requireNonNull(reason, "reason");
    }
}
