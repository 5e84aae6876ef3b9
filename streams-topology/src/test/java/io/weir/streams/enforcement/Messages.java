/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.events.ToolRef;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages of one client, and facts about them. */
public record Messages(Principal principal, String sessionId, ReplyTo replyTo, Instant receivedAt) {
    public static final Principal ALICE = person("alice", "analysts");
    public static final Principal BOB = person("bob", "approvers");
    public static final Principal CAROL = person("carol", "approvers");
    static final ReplyTo INGRESS = new ReplyTo(1, "ingress:epoch-1");

    public static final String RESOURCES = """
            connection:
              name: bank
              kind: mcp
              url: http://127.0.0.1:9000/mcp
              allowedGroups: [analysts, approvers]
            ---
            policy:
              name: starter
              default: allow
              rules:
                - name: only-select
                  when: mcp.tool.name == "run_sql" && !mcp.tool.arguments.query.startsWith("select")
                  block: {message: "Only SELECT statements may be run."}
                - name: large-transfer
                  when: mcp.tool.name == "transfer_money" && double(mcp.tool.arguments.amount) > 1000.0
                  hold: {approvers: [approvers], quorum: 1, decideWithin: 4h, executeWithin: 15m, message: "A second person."}
                - name: close-account
                  when: mcp.tool.name == "close_account"
                  hold: {approvers: [approvers], quorum: 2, decideWithin: 4h, executeWithin: 15m}
                - name: reviewed-only
                  when: mcp.tool.changed
                  block: {message: "Not reviewed."}
                - name: personal-data
                  mask: {entities: [EMAIL], in: [responses]}
            """;

    public static Principal person(String subject, String... groups) {
        return new Principal(subject, subject, List.of(groups), "client", "https://issuer", Optional.empty());
    }

    public static Messages of(Principal principal) {
        return new Messages(principal, SessionIds.newSessionId(principal), INGRESS, Enforcement.START);
    }

    /** Messages that come now, and not when the test driver's clock begins. */
    public static Messages now(Principal principal) {
        return new Messages(principal, SessionIds.newSessionId(principal), INGRESS, Instant.now());
    }

    /** The same client in another session. */
    Messages inNewSession() {
        return new Messages(principal, SessionIds.newSessionId(principal), replyTo, receivedAt);
    }

    /** The same session after the process that has it was restarted. */
    public Messages at(ReplyTo other) {
        return new Messages(principal, sessionId, other, receivedAt);
    }

    public Intake transfer(int amount) {
        return call("transfer_money", "{\"to\":\"x\",\"amount\":" + amount + "}");
    }

    public Intake call(String tool, String arguments) {
        return request(
                "tools/call",
                tool,
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":" + arguments + "}}");
    }

    Intake request(String method, String name, String json) {
        String id = MessageIds.next();
        return message(id, id, MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, method, name, json, null, null);
    }

    /** The held request comes back in the same exchange. */
    Intake claim(Intake held, String approvalId) {
        return message(
                MessageIds.next(),
                held.getExchangeId(),
                MessageKind.CLAIM,
                Direction.CLIENT_TO_SERVER,
                held.getMethod(),
                held.getName(),
                StandardCharsets.UTF_8.decode(held.getPayload().duplicate()).toString(),
                approvalId,
                null);
    }

    public Intake response(Intake request, String approvalId, String text) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"" + text
                + "\"}]}}";
        return response(request, approvalId, json, null);
    }

    /** An answer that the gateway itself makes, because the upstream gave none. */
    Intake failure(Intake request, String approvalId, FactType why) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-31003,\"message\":\"none\"}}";
        return response(request, approvalId, json, new Fact(why, "none", Map.of()));
    }

    private Intake response(Intake request, String approvalId, String json, Fact fact) {
        return message(
                MessageIds.next(),
                request.getExchangeId(),
                MessageKind.RESPONSE,
                Direction.SERVER_TO_CLIENT,
                request.getMethod(),
                request.getName(),
                json,
                approvalId,
                fact);
    }

    /** The server's answer to a request for its tools. */
    public Intake tools(String... definitions) {
        return response(request("tools/list", "", "{}"), null, tools(List.of(definitions)), null);
    }

    static String tools(List<String> definitions) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[" + String.join(",", definitions) + "]}}";
    }

    /** This person accepts a tool's definition. */
    public ApprovalCommand review(String tool, String digest) {
        return ApprovalCommand.newBuilder()
                .setCommandId(MessageIds.next())
                .setApprovalId("")
                .setSessionId(SessionIds.toolsSessionId("bank"))
                .setAction(ApprovalAction.ACCEPT_TOOL)
                .setPrincipal(principal.toRecord())
                .setReason("I have read it.")
                .setDigest(digest)
                .setIssuedAt(receivedAt)
                .setReplyTo(replyTo)
                .setTool(new ToolRef("bank", tool))
                .build();
    }

    /** Somebody who may write to the intake says something of a tool. */
    public Intake toolFact(FactType type, String connection, String tool, String digest) {
        Fact fact = new Fact(type, "", Map.of("connection", connection, "tool", tool, "digest", digest));
        return Intake.newBuilder(message(
                        MessageIds.next(), "", MessageKind.FACT, Direction.CLIENT_TO_SERVER, "", tool, "", null, fact))
                .setSessionId(SessionIds.toolsSessionId(connection))
                .setConnection(connection)
                .build();
    }

    public Intake fact(FactType type, String exchangeId) {
        return fact(type, exchangeId, exchangeId.isEmpty() ? Map.of() : Map.of("exchangeId", exchangeId));
    }

    Intake fact(FactType type, String exchangeId, Map<String, String> attributes) {
        Fact fact = new Fact(type, "It happened.", attributes);
        return message(
                MessageIds.next(), exchangeId, MessageKind.FACT, Direction.CLIENT_TO_SERVER, "", "", "", null, fact);
    }

    Intake message(
            String messageId,
            String exchangeId,
            MessageKind kind,
            Direction direction,
            String method,
            String name,
            String json,
            String approvalId,
            Fact fact) {
        return new Intake(
                messageId,
                exchangeId,
                sessionId,
                kind,
                direction,
                receivedAt,
                principal.toRecord(),
                "bank",
                "2025-11-25",
                method,
                name,
                ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)),
                null,
                replyTo,
                approvalId,
                fact,
                "",
                "",
                false);
    }

    static String text(ByteBuffer bytes) {
        return bytes == null
                ? null
                : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
