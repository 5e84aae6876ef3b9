/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.util.ArrayList;
import java.util.List;

/** An open object or array while a message is read. Levels are used again: reading makes no object per container. */
final class Level {

    private static final int MAX_POINTER_CHARS = 512;

    private final Level parent;
    private Level child;
    private boolean array;
    private Place place;
    /** What is said about the current member; in an array, about the member that the array is in. */
    private Member rules;

    private String member = "";
    private int index;
    private boolean toolBlock;
    private List<Hit> undecided = List.of();

    Level(Level parent) {
        this.parent = parent;
    }

    /** Opens the message itself. */
    static Level message(String method) {
        return new Level(null).reset(false, Bodies.message(method), null);
    }

    /** Opens an object or array in which everything is text. */
    static Level free(boolean isArray) {
        return new Level(null).reset(isArray, Place.FREE, Place.FREE.member(""));
    }

    /** Opens a container in this level's current member or element. */
    Level open(boolean isArray) {
        if (child == null) {
            child = new Level(this);
        }
        return child.reset(isArray, rules.inside(), rules);
    }

    private Level reset(boolean isArray, Place at, Member in) {
        array = isArray;
        place = at;
        rules = in;
        member = "";
        index = -1;
        toolBlock = false;
        undecided = List.of();
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
        rules = place.member(name);
    }

    /** The current member's name as it may be told. */
    void maskedName(String name) {
        member = name;
    }

    /** Counts the value that begins, where it is an element of an array. */
    void beginValue() {
        index++;
    }

    /** How the name of the current member is treated. */
    Treatment ofName() {
        return rules.name();
    }

    /** How the current value is treated, if it is a string or number. */
    Treatment ofValue() {
        return array ? rules.element() : rules.value();
    }

    /** True if this is the general field {@code _meta} of the params. */
    boolean isMeta() {
        return parent != null && parent.member.equals("_meta") && parent.isParams();
    }

    /** True if this is an array in the result object itself: the items of a list. */
    boolean isItemsArray() {
        return array && parent != null && parent.isResult();
    }

    /** True if this is the result object itself. */
    boolean isResult() {
        return parent != null && parent.isEnvelope() && parent.member.equals("result");
    }

    /** Index of the current element. */
    int index() {
        return index;
    }

    /** Index of the item of the result's list that this is in; -1 if it is in none. */
    int item() {
        for (Level level = this; level != null; level = level.parent) {
            if (level.isItemsArray()) {
                return level.index;
            }
        }
        return -1;
    }

    /** This object is a content block of a tool's use or result. */
    void isToolBlock() {
        toolBlock = true;
    }

    /** Keeps a hit until this object is read to its end. */
    void addUndecided(Hit hit) {
        if (undecided.isEmpty()) {
            undecided = new ArrayList<>();
        }
        undecided.add(hit);
    }

    /** At its end: the hits in what turned out to be text. */
    List<Hit> decided() {
        return toolBlock ? List.of() : undecided;
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
