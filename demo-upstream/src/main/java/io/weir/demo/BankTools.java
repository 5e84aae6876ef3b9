/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tools: every answer carries its data twice, as text and as {@code structuredContent}, as many servers do. */
final class BankTools {

    /** The key of the transport context under which {@link Credential#describe} is. */
    static final String AUTHORIZATION = "authorization";

    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> ROWS =
            ToolSchemas.object(Map.of("rows", Map.of("type", "array", "items", Map.of("type", "object"))), "rows");

    private final BankDatabase database;
    private final CallLog calls;
    private final ObjectMapper json;

    BankTools(BankDatabase database, CallLog calls, ObjectMapper json) {
        this.database = database;
        this.calls = calls;
        this.json = json;
    }

    List<SyncToolSpecification> specifications() {
        return List.of(listCustomers(), readCustomer(), runSql(), transferMoney());
    }

    private SyncToolSpecification listCustomers() {
        Tool tool = Tool.builder("list_customers", ToolSchemas.object(Map.of()))
                .title("List customers")
                .description("The id and the name of every customer.")
                .outputSchema(ROWS)
                .annotations(ToolSchemas.readOnly())
                .build();
        return specification(
                tool,
                arguments -> rows(database.customers().stream()
                        .map(row -> Map.of("id", row.get("id"), "name", row.get("name")))
                        .toList()));
    }

    private SyncToolSpecification readCustomer() {
        Tool tool = Tool.builder("read_customer", ToolSchemas.object(Map.of("id", TEXT), "id"))
                .title("Read a customer")
                .description("Everything that the bank knows about one customer.")
                .outputSchema(ToolSchemas.object(Map.of(
                        "id", TEXT, "number", TEXT, "name", TEXT, "email", TEXT, "iban", TEXT, "card", TEXT, "city",
                        TEXT)))
                .annotations(ToolSchemas.readOnly())
                .build();
        return specification(
                tool,
                arguments -> database.customer(text(arguments, "id"))
                        .map(customer -> result(customer.text(), customer.row()))
                        .orElseGet(() -> error("There is no such customer.")));
    }

    private SyncToolSpecification runSql() {
        Tool tool = Tool.builder("run_sql", ToolSchemas.object(Map.of("query", TEXT), "query"))
                .title("Run SQL")
                .description("Runs one statement on the tables customers and transfers.")
                .outputSchema(ROWS)
                .annotations(ToolSchemas.destructive())
                .build();
        return specification(tool, arguments -> rows(database.execute(text(arguments, "query"))));
    }

    private SyncToolSpecification transferMoney() {
        Map<String, Object> properties =
                Map.of("from", TEXT, "to", TEXT, "amount", Map.of("type", "number"), "reference", TEXT);
        Tool tool = Tool.builder("transfer_money", ToolSchemas.object(properties, "from", "to", "amount"))
                .title("Transfer money")
                .description("Moves an amount in euros between two accounts.")
                .outputSchema(ToolSchemas.object(Map.of("confirmation", TEXT, "amount", Map.of("type", "number"))))
                .annotations(ToolSchemas.destructive())
                .build();
        return specification(tool, this::transfer);
    }

    private CallToolResult transfer(Map<String, Object> arguments) {
        BigDecimal amount = new BigDecimal(text(arguments, "amount"));
        if (amount.signum() <= 0) {
            return error("An amount is more than nothing.");
        }
        String from = text(arguments, "from");
        String to = text(arguments, "to");
        String confirmation = database.transfer(from, to, amount, text(arguments, "reference"));
        return result(
                "Transferred %s EUR from %s to %s: %s.".formatted(amount.toPlainString(), from, to, confirmation),
                Map.of("confirmation", confirmation, "amount", amount));
    }

    private SyncToolSpecification specification(Tool tool, Function<Map<String, Object>, CallToolResult> work) {
        return new SyncToolSpecification(tool, (exchange, request) -> {
            Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
            calls.add(tool.name(), arguments, exchange.sessionId(), authorization(exchange));
            return answer(work, arguments);
        });
    }

    private static CallToolResult answer(Function<Map<String, Object>, CallToolResult> work, Map<String, Object> args) {
        try {
            return work.apply(args);
        } catch (IllegalArgumentException e) {
            return error(e.getMessage());
        }
    }

    private static String authorization(McpSyncServerExchange exchange) {
        return String.valueOf(exchange.transportContext().get(AUTHORIZATION));
    }

    private static String text(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        return value == null ? "" : value.toString();
    }

    private CallToolResult rows(List<? extends Map<String, Object>> rows) {
        Map<String, Object> structured = Map.of("rows", rows);
        try {
            return result(json.writeValueAsString(structured), structured);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Rows of text and numbers are always JSON", e);
        }
    }

    private static CallToolResult result(String text, Map<String, Object> structured) {
        return CallToolResult.builder()
                .addTextContent(text)
                .structuredContent(structured)
                .isError(false)
                .build();
    }

    private static CallToolResult error(String text) {
        return CallToolResult.builder().addTextContent(text).isError(true).build();
    }
}
