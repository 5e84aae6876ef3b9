/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.util.HashMap;
import java.util.Map;

/**
 * What an object of a message is, as far as the protocol says: which members it has, and how each is to be treated. A
 * cursor in {@code params} is an identifier, a tool's argument of the same name is text. Members that the protocol does
 * not have are text, their names included; names that it has are never changed.
 *
 * <p>Built once, in the tables {@link Places} and {@link Bodies}; not changed after that.
 */
final class Place {

    /** Free text, however deep. */
    static final Place FREE = new Place();

    /** Belongs to the protocol with all that is in it. */
    static final Place RESERVED = new Place();

    private static final Member RESERVED_MEMBER =
            new Member(Treatment.IDENTIFIER, Treatment.IDENTIFIER, Treatment.IDENTIFIER, RESERVED);

    static {
        RESERVED.others = RESERVED_MEMBER;
    }

    private final Map<String, Member> members = new HashMap<>();
    private Member others;
    private boolean reservedNames;

    Place() {
        others = new Member(Treatment.TEXT, Treatment.TEXT, Treatment.TEXT, FREE == null ? this : FREE);
    }

    /** What the protocol says about the member of this name. */
    Member member(String name) {
        Member member = members.get(name);
        if (member != null) {
            return member;
        }
        return reservedNames && Words.isReservedKey(name) ? RESERVED_MEMBER : others;
    }

    Place texts(String... names) {
        return add(Treatment.TEXT, Treatment.TEXT, FREE, names);
    }

    /** Scalars that are never changed; what is not a scalar there is free text. */
    Place identifiers(String... names) {
        return add(Treatment.IDENTIFIER, Treatment.TEXT, FREE, names);
    }

    Place words(String... names) {
        return add(Treatment.WORD, Treatment.WORD, FREE, names);
    }

    Place values(Treatment treatment, String... names) {
        return add(treatment, treatment, FREE, names);
    }

    /** Members that hold objects, or arrays of them. */
    Place inside(Place place, String... names) {
        return add(Treatment.TEXT, Treatment.TEXT, place, names);
    }

    /** All members of another place. */
    Place with(Place other) {
        members.putAll(other.members);
        return this;
    }

    /** Members of any name hold such objects. */
    Place map(Treatment name, Place values) {
        others = new Member(name, Treatment.TEXT, Treatment.TEXT, values);
        return this;
    }

    /** Names with a reserved prefix belong to the protocol with all that is in them. */
    Place reservingNames() {
        reservedNames = true;
        return this;
    }

    private Place add(Treatment value, Treatment element, Place inside, String... names) {
        for (String name : names) {
            members.put(name, new Member(Treatment.IDENTIFIER, value, element, inside));
        }
        return this;
    }
}
