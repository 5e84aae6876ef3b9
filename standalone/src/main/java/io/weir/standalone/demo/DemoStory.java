/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.weir.demo.SampleCustomers;
import io.weir.standalone.client.EventLine;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi.Answer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The whole story: an analyst's AI client, a second person, and an auditor. Every step is told and checked; it ends with a
 * {@link StoryException} at the first that is not as told.
 */
public final class DemoStory {

    private static final Map<String, Object> LARGE_TRANSFER =
            Map.of("from", "1001", "to", "1002", "amount", 25_000, "reference", "a yacht");

    private final Cast cast;
    private final Narrator narrator;
    private final long earlierQueries;
    private final long earlierTransfers;

    /** A story with this cast; whatever happened there earlier does not matter. */
    public DemoStory(Cast cast, PrintWriter out) {
        this.cast = cast;
        this.narrator = new Narrator(out);
        this.earlierQueries = cast.callsThatReachedTheBank("run_sql");
        this.earlierTransfers = cast.callsThatReachedTheBank("transfer_money");
    }

    /**
     * Plays it.
     *
     * @throws StoryException when a step is not as told
     */
    public void play() {
        String session;
        try (McpCaller alice = connect()) {
            listsTools(alice);
            readsACustomer(alice);
            triesToDropATable(alice);
            session = asksForALargeTransfer(alice);
        }
        isReplayed(session);
    }

    private McpCaller connect() {
        narrator.tell("Alice, an analyst, points an ordinary MCP client at Weir and lists the bank's tools.");
        return cast.client("alice");
    }

    private void listsTools(McpCaller alice) {
        List<String> tools = alice.tools().stream().map(Tool::name).sorted().toList();
        narrator.check(
                tools.equals(List.of("list_customers", "read_customer", "run_sql", "transfer_money")),
                "she sees " + String.join(", ", tools));
    }

    private void readsACustomer(McpCaller alice) {
        narrator.tell("She reads customer 1001. Weir masks the personal data on its way to her client.");
        CallToolResult result = alice.call("read_customer", Map.of("id", "1001"));
        narrator.show(McpCaller.text(result));
        String whole = McpCaller.text(result) + result.structuredContent();
        narrator.check(whole.contains(SampleCustomers.ADA.name()), "the name is there");
        narrator.check(
                whole.contains("[EMAIL]") && whole.contains("[IBAN]") && whole.contains("[CREDIT_CARD]"),
                "e-mail, account and card are masked, in the text and in the structured content");
        narrator.check(PersonalData.absentFrom(whole), "nothing of them is left");
    }

    private void triesToDropATable(McpCaller alice) {
        narrator.tell("She tries DROP TABLE customers. The policy lets SELECT through, and nothing else.");
        CallToolResult result = alice.call("run_sql", Map.of("query", "DROP TABLE customers"));
        narrator.show(McpCaller.text(result));
        narrator.check(
                Boolean.TRUE.equals(result.isError()) && McpCaller.text(result).contains("only-select"),
                "her client gets a tool error that names the rule");
        narrator.check(
                cast.callsThatReachedTheBank("run_sql") == earlierQueries,
                "the bank's own record of calls knows nothing of it");
    }

    /** The session in which she asked: the approval tells it. */
    private String asksForALargeTransfer(McpCaller alice) {
        narrator.tell("She asks for a transfer of 25,000. That needs a second person, so the call waits.");
        WaitingApproval waiting = new WaitingApproval(cast.approvals("bob"));
        CompletableFuture<CallToolResult> transfer = alice.callLater("transfer_money", LARGE_TRANSFER);
        JsonNode approval = waiting.await();
        String id = approval.path("id").asText();
        narrator.show(id + ": " + approval.path("name").asText() + ", asked by "
                + approval.path("requester").path("name").asText() + ", held by rule "
                + approval.path("rule").asText());
        narrator.check(
                cast.callsThatReachedTheBank("transfer_money") == earlierTransfers, "the bank has not heard of it");
        aliceMayNotApprove(id);
        JsonNode approved = bobApproves(id);
        theResultArrives(transfer);
        return approved.path("sessionId").asText();
    }

    private void aliceMayNotApprove(String id) {
        narrator.tell("She tries to approve it herself.");
        Answer answer =
                cast.approvals("alice").post("/api/approvals/" + id + "/approve", Map.of("reason", "I am sure"));
        narrator.show(answer.problem());
        narrator.check(answer.status() == 403, "she is refused");
    }

    private JsonNode bobApproves(String id) {
        narrator.tell("Bob, an approver, looks at the exact request and approves it.");
        JsonNode seen = cast.approvals("bob").get("/api/approvals/" + id).orThrow();
        narrator.show(seen.path("payload").path("params").toString());
        Answer answer = cast.approvals("bob")
                .post(
                        "/api/approvals/" + id + "/approve",
                        Map.of(
                                "reason",
                                "agreed on the phone",
                                "digest",
                                seen.path("digest").asText()));
        narrator.check(answer.ok(), "his approval counts" + (answer.ok() ? "" : ": " + answer.problem()));
        return seen;
    }

    private void theResultArrives(CompletableFuture<CallToolResult> transfer) {
        narrator.tell("The result arrives at Alice's client, as the answer to the call that waited.");
        CallToolResult result = transfer.join();
        narrator.show(McpCaller.text(result));
        narrator.check(
                !Boolean.TRUE.equals(result.isError()) && McpCaller.text(result).contains("25000"),
                "the transfer was carried out");
        narrator.check(
                cast.callsThatReachedTheBank("transfer_money") == earlierTransfers + 1,
                "the bank's record has it exactly once");
    }

    private void isReplayed(String session) {
        narrator.tell("Carol, an auditor, replays the session from the journal.");
        List<JsonNode> events = new Replay(cast.sessions("carol"), session).awaitWholeSession();
        events.forEach(event -> narrator.show(EventLine.of(event)));
        narrator.check(Replay.isDense(events), "nothing is missing: the events are numbered 1 to " + events.size());
        narrator.check(
                Replay.has(events, "BLOCK", "run_sql") && Replay.has(events, "HOLD", "transfer_money"),
                "the blocked and the held call are there, each with its verdict");
        narrator.check(PersonalData.absentFrom(events.toString()), "the record is masked, too");
    }
}
