/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server as the SDK's own client sees it. */
class DemoUpstreamTest {

    private DemoUpstream upstream;
    private McpSyncClient client;

    @BeforeEach
    void start() {
        upstream = DemoUpstream.start(0);
        client = client(upstream, "");
        client.initialize();
    }

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void offersItsToolsResourcesAndPrompts() {
        assertThat(client.listTools().tools())
                .extracting(Tool::name)
                .containsExactlyInAnyOrder("list_customers", "read_customer", "run_sql", "transfer_money");
        assertThat(client.listResources().resources()).extracting(Resource::uri).contains("bank://terms");
        assertThat(client.listResourceTemplates().resourceTemplates()).hasSize(1);
        assertThat(client.listPrompts().prompts()).hasSize(1);
    }

    @Test
    void tellsACustomerAsTextAndAsStructure() {
        // When
        CallToolResult result = call("read_customer", Map.of("id", "1001"));
        // Then
        assertThat(text(result)).contains("ada.lovelace@example.com", "DE89370400440532013000", "4111 1111 1111 1111");
        assertThat(result.structuredContent()).isEqualTo(SampleCustomers.ADA.row());
        assertThat(result.isError()).isFalse();
    }

    @Test
    void saysThatThereIsNoSuchCustomer() {
        assertThat(call("read_customer", Map.of("id", "4711")).isError()).isTrue();
    }

    @Test
    void listsCustomersWithoutPersonalData() {
        assertThat(text(call("list_customers", Map.of())))
                .contains("1001", "Ada Lovelace")
                .doesNotContain("@");
    }

    @Test
    void reallyDropsATable() {
        // When
        call("run_sql", Map.of("query", "DROP TABLE customers"));
        // Then
        assertThat(upstream.database().tableNames()).doesNotContain("customers");
        assertThat(call("run_sql", Map.of("query", "SELECT * FROM customers")).isError())
                .isTrue();
    }

    @Test
    void transfersMoney() {
        // When
        CallToolResult result = call("transfer_money", Map.of("from", "1001", "to", "1002", "amount", 2500.5));
        // Then
        assertThat(text(result)).isEqualTo("Transferred 2500.5 EUR from 1001 to 1002: TRX-000001.");
        assertThat(upstream.database().execute("select count(*) from transfers"))
                .containsExactly(Map.of("count", 1));
    }

    @Test
    void refusesATransferOfNothing() {
        assertThat(call("transfer_money", Map.of("from", "1001", "to", "1002", "amount", 0))
                        .isError())
                .isTrue();
        assertThat(upstream.database().execute("select * from transfers")).isEmpty();
    }

    @Test
    void carriesPersonalDataInResourcesAndPrompts() {
        // When
        TextResourceContents resource = (TextResourceContents) client.readResource(
                        ReadResourceRequest.builder("bank://customers/1002").build())
                .contents()
                .get(0);
        TextContent prompt = (TextContent) client.getPrompt(GetPromptRequest.builder("customer_letter")
                        .arguments(Map.of("id", "1002", "topic", "fees"))
                        .build())
                .messages()
                .get(0)
                .content();
        // Then
        assertThat(resource.text()).contains("grace.hopper@example.org");
        assertThat(prompt.text()).contains("fees").contains("grace.hopper@example.org");
    }

    @Test
    void keepsItsOwnRecordOfCalls() throws Exception {
        // Given
        call("read_customer", Map.of("id", "1001"));
        call("run_sql", Map.of("query", "SELECT 'ü' FROM nowhere"));
        // When
        HttpResponse<String> response = get(upstream, "/calls");
        // Then
        String[] lines = response.body().strip().split("\n", -1);
        assertThat(lines).hasSize(2);
        JsonNode second = new ObjectMapper().readTree(lines[1]);
        assertThat(second.path("sequence").asLong()).isEqualTo(2);
        assertThat(second.path("tool").asText()).isEqualTo("run_sql");
        assertThat(second.path("arguments").path("query").asText()).isEqualTo("SELECT 'ü' FROM nowhere");
        assertThat(second.path("authorization").asText()).isEqualTo("none");
        assertThat(upstream.calls()).hasSize(2);
    }

    @Test
    void letsInOnlyWhoBringsItsToken() throws Exception {
        // Given
        try (DemoUpstream closed = DemoUpstream.start(DemoUpstreamSettings.onLoopback(0, "right"));
                McpSyncClient stranger = client(closed, "Bearer wrong");
                McpSyncClient friend = client(closed, "Bearer right")) {
            // When
            friend.initialize();
            friend.callTool(CallToolRequest.builder("list_customers")
                    .arguments(Map.of())
                    .build());
            // Then
            assertThatThrownBy(stranger::initialize).isInstanceOf(RuntimeException.class);
            assertThat(closed.calls())
                    .extracting(CallRecord::authorization)
                    .containsExactly("Bearer sha256:" + Credential.sha256("right"));
            assertThat(get(closed, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        int taken = upstream.port();
        assertThatThrownBy(() -> DemoUpstream.start(taken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(taken));
    }

    private CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static McpSyncClient client(DemoUpstream upstream, String authorization) {
        return McpClient.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + upstream.port())
                        .addHttpRequestCustomizer((request, method, uri, body, context) -> {
                            if (!authorization.isEmpty()) {
                                request.setHeader("Authorization", authorization);
                            }
                        })
                        .build())
                .build();
    }

    private static HttpResponse<String> get(DemoUpstream upstream, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
