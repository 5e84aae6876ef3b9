/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static io.weir.policy.message.Treatment.BREAKS_ITEM;
import static io.weir.policy.message.Treatment.BREAKS_MESSAGE;
import static io.weir.policy.message.Treatment.IDENTIFIER;
import static io.weir.policy.message.Treatment.TEXT;
import static io.weir.policy.message.Treatment.TOOL_BLOCK_ID;

/** The objects that several of MCP's messages have, of all revisions together. */
final class Places {

    /** The general field {@code _meta}; the trace's baggage is the callers' text. */
    static final Place META =
            new Place().identifiers("progressToken").words("traceparent").reservingNames();

    private static final Place ANNOTATIONS = new Place().words("audience", "priority", "lastModified");
    private static final Place ICON = new Place().texts("src", "sizes").words("mimeType", "theme");

    private static final Place DESCRIBED = new Place()
            .texts("title", "description", "size")
            .words("mimeType")
            .inside(ANNOTATIONS, "annotations")
            .inside(ICON, "icons")
            .inside(META, "_meta");

    static final Place RESOURCE_CONTENTS =
            new Place().with(DESCRIBED).texts("uri", "text", "blob").inside(META, "_meta");

    /** A content block of a tool's result or of a prompt. */
    static final Place CONTENT = new Place()
            .with(DESCRIBED)
            .texts("text", "data", "uri", "name")
            .words("type")
            .inside(RESOURCE_CONTENTS, "resource");

    private static final Place CONTENT_OR_TOOL_BLOCK = new Place()
            .with(CONTENT)
            .texts("isError")
            .inside(Place.FREE, "input", "structuredContent")
            .inside(CONTENT, "content");

    /** A content block of sampling; the ids tie a tool's use to its result. */
    static final Place SAMPLING_CONTENT =
            new Place().with(CONTENT_OR_TOOL_BLOCK).identifiers("id", "toolUseId");

    /** A content block of sampling, or what a person wrote into a form, where the message does not tell which. */
    static final Place CONTENT_OR_FORM =
            new Place().with(CONTENT_OR_TOOL_BLOCK).values(TOOL_BLOCK_ID, "id", "toolUseId");

    static final Place PROMPT_MESSAGE =
            new Place().words("role").inside(CONTENT, "content").inside(META, "_meta");

    static final Place SAMPLING_MESSAGE =
            new Place().words("role").inside(SAMPLING_CONTENT, "content").inside(META, "_meta");

    static final Place ROOT = new Place().texts("uri", "name").inside(META, "_meta");

    static final Place TOOL = tool(BREAKS_ITEM);
    static final Place TOOL_FOR_SAMPLING = tool(TEXT);
    static final Place SCHEMA_FOR_SAMPLING = schema(TEXT);

    static final Place PROMPT = new Place()
            .with(DESCRIBED)
            .values(BREAKS_ITEM, "name")
            .inside(new Place().values(BREAKS_ITEM, "name").texts("title", "description", "required"), "arguments");

    static final Place RESOURCE = new Place().with(DESCRIBED).values(BREAKS_ITEM, "name", "uri", "uriTemplate");

    static final Place FORM_SCHEMA = schema(BREAKS_MESSAGE);

    /** Names of capabilities and extensions are the protocol's. */
    static final Place CAPABILITIES = capabilities();

    static final Place IMPLEMENTATION = new Place()
            .texts("name", "title", "version", "description", "websiteUrl")
            .inside(ICON, "icons");

    static final Place ERROR = new Place()
            .texts("message")
            .words("code")
            .inside(
                    new Place()
                            .words("supported", "requested")
                            .inside(
                                    new Place()
                                            .texts("message", "url")
                                            .words("mode")
                                            .identifiers("elicitationId"),
                                    "elicitations")
                            .inside(CAPABILITIES, "requiredCapabilities"),
                    "data");

    private Places() {}

    private static Place tool(Treatment key) {
        return new Place()
                .with(DESCRIBED)
                .values(key, "name")
                .inside(schema(key), "inputSchema", "outputSchema")
                .inside(
                        new Place()
                                .texts("title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"),
                        "annotations")
                .inside(new Place().words("taskSupport"), "execution");
    }

    /** A JSON Schema (2020-12, draft 7): what data must match cannot be masked without breaking it. */
    private static Place schema(Treatment key) {
        Place schema = new Place();
        return schema.texts("title", "description", "$comment", "default", "examples", "enumNames", "deprecated")
                .words("type", "format", "$schema", "minLength", "maxLength", "minItems", "maxItems")
                .values(key, "enum", "const", "required", "pattern", "$ref", "$id", "$anchor", "x-mcp-header")
                .values(key, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
                .inside(new Place().map(key, schema), "properties", "patternProperties", "dependentSchemas")
                .inside(new Place().map(key, schema), "$defs", "definitions")
                .inside(schema, "items", "prefixItems", "contains", "additionalProperties", "propertyNames")
                .inside(schema, "allOf", "anyOf", "oneOf", "not", "if", "then", "else");
    }

    private static Place capabilities() {
        Place capabilities = new Place();
        return capabilities
                .inside(capabilities, "roots", "sampling", "elicitation", "tasks", "requests", "prompts", "resources")
                .inside(capabilities, "tools", "logging", "completions", "context", "form", "url", "list", "cancel")
                .inside(capabilities, "createMessage", "create", "call", "experimental")
                .inside(META, "extensions")
                .texts("listChanged", "subscribe");
    }

    /** Objects by identifiers that somebody gave them, as in input requests. */
    static Place byIdentifier(Place values) {
        return new Place().map(IDENTIFIER, values);
    }
}
