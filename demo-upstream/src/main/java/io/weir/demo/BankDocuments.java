/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.Map;

/** Personal data is not only in tools: a resource, a resource template and a prompt that carry some. */
final class BankDocuments {

    private static final String CUSTOMER_URI = "bank://customers/";
    private static final String TERMS_URI = "bank://terms";
    private static final String TERMS =
            "Transfers above 1,000 EUR need a second person. Questions: service.desk@example.com.";

    private final BankDatabase database;

    BankDocuments(BankDatabase database) {
        this.database = database;
    }

    SyncResourceSpecification terms() {
        Resource resource = Resource.builder(TERMS_URI, "terms")
                .title("Terms of business")
                .mimeType("text/plain")
                .build();
        return new SyncResourceSpecification(resource, (exchange, request) -> text(TERMS_URI, TERMS));
    }

    SyncResourceTemplateSpecification customers() {
        ResourceTemplate template = ResourceTemplate.builder(CUSTOMER_URI + "{id}", "customer")
                .title("One customer")
                .mimeType("text/plain")
                .build();
        return new SyncResourceTemplateSpecification(
                template, (exchange, request) -> text(request.uri(), customer(request.uri())));
    }

    private String customer(String uri) {
        return database.customer(uri.substring(CUSTOMER_URI.length()))
                .map(Customer::text)
                .orElseThrow(() -> McpError.RESOURCE_NOT_FOUND.apply(uri));
    }

    private static ReadResourceResult text(String uri, String text) {
        return ReadResourceResult.builder(List.of(TextResourceContents.builder(uri, text)
                        .mimeType("text/plain")
                        .build()))
                .build();
    }

    SyncPromptSpecification letter() {
        Prompt prompt = Prompt.builder("customer_letter")
                .title("A letter to a customer")
                .description("Asks for a letter to one customer about one topic.")
                .arguments(List.of(required("id", "The customer's id"), required("topic", "What the letter is about")))
                .build();
        return new SyncPromptSpecification(prompt, (exchange, request) -> letter(request.arguments()));
    }

    private static PromptArgument required(String name, String description) {
        return PromptArgument.builder(name)
                .description(description)
                .required(true)
                .build();
    }

    private GetPromptResult letter(Map<String, Object> arguments) {
        String id = String.valueOf(arguments.get("id"));
        Customer customer =
                database.customer(id).orElseThrow(() -> McpError.RESOURCE_NOT_FOUND.apply(CUSTOMER_URI + id));
        String text = "Write a friendly letter about %s to %s".formatted(arguments.get("topic"), customer.text());
        PromptMessage message = PromptMessage.builder(
                        Role.USER, TextContent.builder(text).build())
                .build();
        return GetPromptResult.builder(List.of(message))
                .description("A letter to " + customer.name())
                .build();
    }
}
