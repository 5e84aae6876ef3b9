/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The requests whose results list what a client may ask for. */
public enum ListMethod {
    TOOLS(Methods.TOOLS_LIST, "tools", "name", Methods.TOOLS_CALL),
    PROMPTS(Methods.PROMPTS_LIST, "prompts", "name", Methods.PROMPTS_GET),
    RESOURCES(Methods.RESOURCES_LIST, "resources", "uri", Methods.RESOURCES_READ),
    /** What is read by a template has a URI that nobody knows before. */
    TEMPLATES(Methods.TEMPLATES_LIST, "resourceTemplates", "", Methods.RESOURCES_READ);

    private static final Map<String, ListMethod> BY_METHOD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(list -> list.method, Function.identity()));

    private final String method;
    private final String items;
    private final String key;
    private final String call;

    ListMethod(String method, String items, String key, String call) {
        this.method = method;
        this.items = items;
        this.key = key;
        this.call = call;
    }

    /** The list that this method asks for; null if it asks for none. */
    public static ListMethod of(String method) {
        return BY_METHOD.get(method);
    }

    /** Member of the result that holds the items. */
    public String items() {
        return items;
    }

    /** Member of an item, and of the call's params, that says which it is; empty if there is none. */
    public String key() {
        return key;
    }

    /** The method that uses an item. */
    public String call() {
        return call;
    }
}
