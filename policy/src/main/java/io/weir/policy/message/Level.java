/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

/** An open object or array while a message is read. Levels are used again: reading makes no object per container. */
final class Level {

    private static final int MAX_POINTER_CHARS = 512;

    private final Level parent;
    private Level child;
    private boolean array;
    private Place place;
    private String member = "";
    private int index;

    Level(Level parent) {
        this.parent = parent;
    }

    /** Opens a container in this level's current member or element; null opens the message itself. */
    static Level open(Level in, boolean array, String method) {
        if (in == null) {
            return new Level(null).reset(array, Place.ENVELOPE);
        }
        if (in.child == null) {
            in.child = new Level(in);
        }
        return in.child.reset(array, in.array ? in.place : in.place.child(in.member, method));
    }

    private Level reset(boolean isArray, Place at) {
        array = isArray;
        place = at;
        member = "";
        index = -1;
        return this;
    }

    Level parent() {
        return parent;
    }

    boolean isEnvelope() {
        return parent == null;
    }

    /** True if this is the params object itself. */
    boolean isParams() {
        return parent != null && parent.isEnvelope() && parent.member.equals("params");
    }

    /** Name of the current member; empty in an array. */
    String member() {
        return member;
    }

    void member(String name) {
        member = name;
    }

    /** Counts the value that begins, where it is an element of an array. */
    void beginValue() {
        index++;
    }

    /** True if the current value is an identifier that must not be changed. */
    boolean isIdentifier() {
        return array ? place == Place.RESERVED : place.isIdentifier(member);
    }

    /** JSON Pointer (RFC 6901) to the current member or element; cut to that of a container where it is very long. */
    String pointer() {
        StringBuilder pointer = new StringBuilder();
        appendPointer(pointer);
        return pointer.toString();
    }

    private boolean appendPointer(StringBuilder pointer) {
        if (parent != null && !parent.appendPointer(pointer)) {
            return false;
        }
        String token =
                array ? Integer.toString(index) : member.replace("~", "~0").replace("/", "~1");
        if (pointer.length() + token.length() > MAX_POINTER_CHARS) {
            return false;
        }
        pointer.append('/').append(token);
        return true;
    }
}
