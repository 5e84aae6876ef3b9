/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.PolicyRef;
import java.util.Objects;

/**
 * An immutable policy version.
 *
 * @param version from 1
 * @param hash SHA-256 of its source, lower-case hex
 */
public record PolicyVersion(String name, int version, String hash) {
    public PolicyVersion {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hash, "hash");
    }

    static PolicyVersion from(PolicyRef policy) {
        return new PolicyVersion(policy.getName(), policy.getVersion(), policy.getHash());
    }

    PolicyRef toRecord() {
        return new PolicyRef(name, version, hash);
    }
}
