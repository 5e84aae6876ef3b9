/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.exchange.Caller;

/**
 * One of the connections behind a virtual one, as one client uses it, and what its own are called outside.
 *
 * @param name the connection's
 * @param prefix what stands before the names of its tools and prompts
 * @param caller the client, on this connection
 */
record Member(String name, String prefix, Caller caller) {
    private static final char URI_MARK = '+';
    private static final char ID_MARK = ':';

    /** A tool or prompt, as the client knows it. */
    String outerName(String own) {
        return prefix + own;
    }

    /** A tool or prompt, as the member knows it; null if it is another's. */
    String ownName(String outer) {
        return outer.startsWith(prefix) ? outer.substring(prefix.length()) : null;
    }

    /** A URI or a template of URIs, as the client knows it; a connection's name is part of the scheme (RFC 3986, section 3.1). */
    String outerUri(String own) {
        return name + URI_MARK + own;
    }

    String ownUri(String outer) {
        return own(outer, URI_MARK);
    }

    /** A task, or the JSON of a request id or progress token, as the client knows it. */
    String outerId(String own) {
        return name + ID_MARK + own;
    }

    String ownId(String outer) {
        return own(outer, ID_MARK);
    }

    private String own(String outer, char mark) {
        boolean is = outer.length() > name.length() && outer.startsWith(name) && outer.charAt(name.length()) == mark;
        return is ? outer.substring(name.length() + 1) : null;
    }
}
