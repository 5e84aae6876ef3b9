/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A client of the modern era: every request stands for itself, under an id that others use at the same time. For one thread. */
final class ModernClient {
    static final String REVISION = "2026-07-28";
    private static final int DIFFERENT_IDS = 6;

    private final String name;
    private final Line line;
    private final Witness witness;
    private final AtomicInteger calls = new AtomicInteger();

    /** @param name begins the tags of its exchanges; has the person's after a hyphen */
    ModernClient(String name, URI endpoint, String token, Witness witness) {
        this.name = name;
        this.line = new Line(endpoint, token);
        this.witness = witness;
    }

    void exchange(Random dice) throws IOException {
        String tag = name + "-" + calls.incrementAndGet();
        Plan plan = Plan.modern(tag, dice);
        String id = Ids.of(dice.nextInt(DIFFERENT_IDS));
        Hearing hearing = new Hearing(plan, "", id, witness, question -> witness.wrong(tag + " is asked " + question));
        boolean left = send(plan, id, "", hearing, dice);
        if (!left && hearing.inputRequired() != null) {
            JsonNode question = hearing.inputRequired().path("inputRequests").path("q");
            String state = hearing.inputRequired().path("requestState").toString();
            String again = Ids.of(dice.nextInt(DIFFERENT_IDS));
            hearing.again(again);
            send(
                    plan,
                    again,
                    ",\"inputResponses\":{\"q\":%s},\"requestState\":%s".formatted(Plan.reply(question, name), state),
                    hearing,
                    dice);
        }
    }

    void close() {
        line.close();
    }

    /** Whether the client has left before the answer. */
    private boolean send(Plan plan, String id, String more, Hearing hearing, Random dice) throws IOException {
        witness.sends(plan.tag());
        line.sendPost(
                "MCP-Protocol-Version: " + REVISION + "\r\nMcp-Method: tools/call\r\nMcp-Name: stamp\r\n",
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"stamp\",\"arguments\":%s%s,\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"%s\",\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{\"form\":{}},\"sampling\":{}},\"io.modelcontextprotocol/clientInfo\":{\"name\":\"%s\",\"version\":\"1\"}%s}}}"
                        .formatted(
                                id,
                                plan.arguments(),
                                more,
                                REVISION,
                                name,
                                plan.progress() ? ",\"progressToken\":" + id : ""));
        boolean leaves = plan.leaving() == Plan.Leaving.HANGS_UP;
        if (leaves && (!plan.streamed() || plan.leaveAfter() == 0)) {
            LockSupport.parkNanos(dice.nextInt(20) * 1_000_000L);
            line.close();
            witness.count("cancelled by hanging up");
            return true;
        }
        Wire.Head head = line.readHead();
        if (head.status() != 200) {
            hearing.wrong("gets the status " + head.status() + " " + line.readBody(head));
            return true;
        }
        witness.accepted(plan.tag());
        if (!head.isEventStream()) {
            hearing.take(line.readBody(head));
            return false;
        }
        return hear(plan, leaves ? plan.leaveAfter() : Integer.MAX_VALUE, hearing);
    }

    private boolean hear(Plan plan, int atMost, Hearing hearing) throws IOException {
        Events events = line.events();
        for (int messages = 0; messages < atMost; messages++) {
            Events.Event event = events.next();
            if (event == null) {
                break;
            }
            if (!event.data().isEmpty()) {
                hearing.take(event.data());
            }
        }
        if (atMost < Integer.MAX_VALUE && !hearing.isAnswered()) {
            line.close();
            witness.count("cancelled by hanging up");
            return true;
        }
        if (!hearing.isAnswered()) {
            hearing.wrong("is told nothing more");
        }
        return plan.leaving() == Plan.Leaving.HANGS_UP;
    }
}
