/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.List;
import java.util.Map;

/** JSON Schemas and annotations in the form that the SDK takes. */
final class ToolSchemas {

    private ToolSchemas() {}

    static Map<String, Object> object(Map<String, ?> properties, String... required) {
        return Map.of("type", "object", "properties", properties, "required", List.of(required));
    }

    static ToolAnnotations readOnly() {
        return ToolAnnotations.builder()
                .readOnlyHint(true)
                .destructiveHint(false)
                .openWorldHint(false)
                .build();
    }

    static ToolAnnotations destructive() {
        return ToolAnnotations.builder()
                .readOnlyHint(false)
                .destructiveHint(true)
                .openWorldHint(false)
                .build();
    }
}
