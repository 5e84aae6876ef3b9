/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/** A view of a part of an array that can be moved: texts are looked at where the parser left them, without a copy. */
final class CharSlice implements CharSequence {

    private char[] chars = new char[0];
    private int offset;
    private int length;

    CharSlice over(char[] array, int from, int count) {
        chars = array;
        offset = from;
        length = count;
        return this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[offset + index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(chars, offset + start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars, offset, length);
    }
}
