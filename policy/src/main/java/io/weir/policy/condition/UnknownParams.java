/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * The params of a call that nobody has made yet: one member at most is known. Whatever else a condition asks of them
 * fails, so by CEL's rules for errors a condition has a value only where it has that value for every such call:
 * {@code true || unknown} is true, {@code true && unknown} is none.
 */
final class UnknownParams extends AbstractMap<String, Object> {

    private final String key;
    private final Object value;

    UnknownParams(String key, Object value) {
        this.key = key;
        this.value = value;
    }

    private boolean isKnown(Object name) {
        return !key.isEmpty() && key.equals(name);
    }

    @Override
    public boolean containsKey(Object name) {
        if (isKnown(name)) {
            return true;
        }
        throw new NotKnownException();
    }

    @Override
    public Object get(Object name) {
        if (isKnown(name)) {
            return value;
        }
        throw new NotKnownException();
    }

    @Override
    public int size() {
        throw new NotKnownException();
    }

    @Override
    public boolean isEmpty() {
        throw new NotKnownException();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        throw new NotKnownException();
    }

    @Override
    public boolean equals(Object other) {
        throw new NotKnownException();
    }

    @Override
    public int hashCode() {
        throw new NotKnownException();
    }
}
