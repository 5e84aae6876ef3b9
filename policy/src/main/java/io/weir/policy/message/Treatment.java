/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

/** What may be done with a string, a number or a member's name, where it stands. */
enum Treatment {
    /** Looked at, and masked in place. */
    TEXT,
    /** Never looked at and never changed, like a cursor. */
    IDENTIFIER,
    /** One of the protocol's own words, such as a role; what is none of them is text. A number there is never changed. */
    WORD,
    /** A string that holds JSON: looked at and masked as that, where it is well-formed, and else as text. */
    EMBEDDED_JSON,
    /** An identifier if its object is a tool's use or result in sampling, else text. */
    TOOL_BLOCK_ID,
    /** Looked at. Something else must match it, so a message in which it would have to be masked is blocked. */
    BREAKS_MESSAGE,
    /** Looked at. A call must match it, so the item of a list in which it would have to be masked is hidden. */
    BREAKS_ITEM
}
