/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.NullValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds CEL values out of JSON tokens as they are read: objects are maps, arrays lists, integers that fit are int,
 * all other numbers double, null is CEL's null.
 */
public final class CelValues {

    private final List<Object> open = new ArrayList<>();
    private Object root;

    /**
     * Takes the parser's current token; names are taken with the value that follows them.
     *
     * @throws IOException if the token cannot be read
     */
    public void take(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> start(parser, new HashMap<>());
            case START_ARRAY -> start(parser, new ArrayList<>());
            case END_OBJECT, END_ARRAY -> open.remove(open.size() - 1);
            case FIELD_NAME -> {}
            default -> add(parser.currentName(), scalar(parser, token));
        }
    }

    /** What was built; null if nothing was. */
    public Object root() {
        return root;
    }

    private void start(JsonParser parser, Object container) throws IOException {
        add(parser.currentName(), container);
        open.add(container);
    }

    @SuppressWarnings("unchecked")
    private void add(String name, Object value) {
        if (open.isEmpty()) {
            root = value;
            return;
        }
        Object parent = open.get(open.size() - 1);
        if (parent instanceof Map<?, ?>) {
            ((Map<String, Object>) parent).put(name, value);
        } else {
            ((List<Object>) parent).add(value);
        }
    }

    private static Object scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NullValue.NULL_VALUE;
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> integer(parser);
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getDoubleValue()
                : (Object) parser.getLongValue();
    }
}
