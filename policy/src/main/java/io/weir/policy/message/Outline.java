/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the items of a result's list are, and what the result says about caching; gathered while it is read. */
final class Outline {

    /** MCP 2026-07-28, server/utilities/caching. */
    private static final Set<String> CACHEABLE = Set.of(
            "server/discover",
            Methods.TOOLS_LIST,
            Methods.PROMPTS_LIST,
            Methods.RESOURCES_LIST,
            Methods.TEMPLATES_LIST,
            Methods.RESOURCES_READ);

    private final ListMethod list;
    private final List<ListItem> items = new ArrayList<>();
    private int itemStart;
    private String itemName = "";
    private Edit toPrivate;

    private Outline(ListMethod list) {
        this.list = list;
    }

    /** Null for a method whose result is neither a list nor cacheable. */
    static Outline of(String method) {
        return CACHEABLE.contains(method) ? new Outline(ListMethod.of(method)) : null;
    }

    /** An object or array starts in this level. */
    void start(JsonParser parser, Level level) {
        if (isItems(level)) {
            itemStart = startOf(parser);
            itemName = "";
        }
    }

    /** An object or array ended that was in this level; null for the message itself. */
    void end(JsonParser parser, Level level) {
        if (level != null && isItems(level)) {
            items.add(new ListItem(itemStart, (int) parser.currentLocation().getByteOffset(), itemName));
        }
    }

    void scalar(byte[] payload, JsonParser parser, JsonToken token, Level level) throws IOException {
        boolean string = token == JsonToken.VALUE_STRING;
        int start = startOf(parser);
        if (isItems(level)) {
            int end = string ? JsonText.endOfString(payload, start) : start + parser.getTextLength();
            items.add(new ListItem(start, end, ""));
        } else if (string && list != null && level.member().equals(list.key()) && isItems(level.parent())) {
            itemName = parser.getText();
        } else if (string && level.isResult() && level.member().equals("cacheScope")) {
            boolean open = parser.getText().equals("public");
            toPrivate = open ? Edit.of(start, JsonText.endOfString(payload, start), "\"private\"") : null;
        }
    }

    private boolean isItems(Level level) {
        return list != null
                && level != null
                && level.isItemsArray()
                && level.parent().member().equals(list.items());
    }

    private static int startOf(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    ListMethod list() {
        return list;
    }

    List<ListItem> items() {
        return items;
    }

    /** Makes a public {@code cacheScope} private; null if there is none that is public. */
    Edit toPrivate() {
        return toPrivate;
    }

    /** What removes these items, each with one comma. */
    List<Edit> without(Set<Integer> hidden) {
        List<Edit> edits = new ArrayList<>();
        boolean kept = false;
        for (int i = 0; i < items.size(); i++) {
            if (!hidden.contains(i)) {
                kept = true;
                continue;
            }
            ListItem item = items.get(i);
            boolean last = i + 1 == items.size();
            int from = kept ? items.get(i - 1).end() : item.start();
            int to = kept || last ? item.end() : items.get(i + 1).start();
            edits.add(Edit.of(from, to, ""));
        }
        return edits;
    }
}
