/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One request to the upstream, and what it says to it. Blocks; the connection may be closed under it at any time. */
final class UpstreamAnswering {
    private static final Duration QUESTION_ANSWERED_WITHIN = Duration.ofSeconds(15);
    private static final Duration UNWANTED_WITHIN = Duration.ofSeconds(25);
    private static final int LOOK_MILLIS = 20;
    /** Servers built with the SDKs leave the stream of a cancelled request open; some of them do here. */
    private static final int ONE_IN_LEAVES_OPEN = 25;

    private static final String OK_JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String OK_EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\n";

    private final Wire wire;
    private final UpstreamRequest request;
    private final UpstreamSession session;
    private final Witness witness;
    private final Map<String, AtomicInteger> calls;

    UpstreamAnswering(
            Wire wire,
            UpstreamRequest request,
            UpstreamSession session,
            Witness witness,
            Map<String, AtomicInteger> calls) {
        this.wire = wire;
        this.request = request;
        this.session = session;
        this.witness = witness;
        this.calls = calls;
    }

    /** Whether the connection can serve another request. */
    boolean post() throws IOException {
        switch (request.method()) {
            case "tools/call" -> {
                return call(Plan.of(request.params().path("arguments")));
            }
            case "notifications/cancelled" -> cancelled();
            case "" -> answered();
            default -> {
                if (request.json().has("id")) {
                    wire.write(OK_JSON, result("{}"));
                    return true;
                }
            }
        }
        wire.write(ACCEPTED, "");
        return true;
    }

    // ---- what the client tells ----

    private void cancelled() {
        String id = request.params().path("requestId").toString();
        String meant = request.params().path("reason").asText();
        if (!Plan.session(meant).equals(session.name())) {
            witness.wrong("A cancellation of " + meant + " reached the session " + session.name());
        }
        String running = session.running().get(id);
        if (running != null && !running.equals(meant)) {
            witness.wrong("A cancellation of " + meant + " with the id " + id + " meets " + running);
        }
        witness.count("cancellations that reached the upstream");
        session.cancelled().put(id, meant);
    }

    private void answered() {
        String id = request.id();
        CompletableFuture<JsonNode> question = session.questions().remove(id);
        if (question == null) {
            witness.wrong("The session " + session.name() + " was given an answer to no question of its own: "
                    + request.json());
        } else {
            question.complete(request.json());
        }
    }

    // ---- calls ----

    private boolean call(Plan plan) throws IOException {
        calls.computeIfAbsent(plan.tag(), t -> new AtomicInteger()).incrementAndGet();
        if (request.isModern()) {
            return modern(plan);
        }
        if (!Plan.session(plan.tag()).equals(session.name())) {
            witness.wrong("The exchange " + plan.tag() + " reached the session " + session.name());
        }
        if (session.running().put(request.id(), plan.tag()) != null) {
            witness.wrong("Two requests with the id " + request.id() + " are under way in " + session.name());
        }
        try {
            return legacy(plan);
        } finally {
            session.running().remove(request.id());
        }
    }

    private boolean legacy(Plan plan) throws IOException {
        if (plan.tag().hashCode() % 4 == 0) {
            // Nobody need listen.
            boolean unused = session.said().offer(note(plan, 0));
        }
        if (!plan.streamed()) {
            return json(plan, result(stamped(plan, "")));
        }
        wire.writeChunkedHead(OK_EVENTS);
        boolean resumable = plan.ending() == Plan.Ending.POLL;
        if (resumable) {
            wire.writeChunk("id: " + plan.tag() + "~0\nretry: 10\ndata:\n\n");
        }
        int now = resumable ? plan.notes() / 2 : plan.notes();
        for (int number = 1; number <= now; number++) {
            pause(plan);
            event(resumable ? plan.tag() + "~" + number : "", note(plan, number));
        }
        if (resumable) {
            session.running().put("poll " + plan.tag(), plan.arguments() + "\n" + request.json());
            wire.writeLastChunk();
            return true;
        }
        String heard = plan.ask() == Plan.Ask.NOTHING ? "" : ask(plan);
        pause(plan);
        return end(plan, result(stamped(plan, heard)));
    }

    private boolean modern(Plan plan) throws IOException {
        String heard = "";
        JsonNode responses = request.params().path("inputResponses");
        if (plan.ask() != Plan.Ask.NOTHING && responses.isMissingNode()) {
            String state = "state:" + plan.tag();
            return json(
                    plan,
                    result("{\"resultType\":\"input_required\",\"inputRequests\":{\"q\":{%s}},\"requestState\":\"%s\"}"
                            .formatted(plan.question(), state)));
        }
        if (!responses.isMissingNode()) {
            heard = Plan.said(responses.path("q"));
            String state = request.params().path("requestState").asText();
            if (!state.equals("state:" + plan.tag()) || !heard.startsWith(plan.tag() + "@")) {
                witness.wrong(
                        "The exchange " + plan.tag() + " came with the answer " + heard + " and the state " + state);
            }
        }
        if (!plan.streamed()) {
            return json(plan, result(stamped(plan, heard)));
        }
        wire.writeChunkedHead(OK_EVENTS);
        for (int number = 1; number <= plan.notes(); number++) {
            pause(plan);
            event("", note(plan, number));
        }
        pause(plan);
        return end(plan, result(stamped(plan, heard)));
    }

    private boolean json(Plan plan, String answer) throws IOException {
        pause(plan);
        boolean asks = answer.contains("input_required");
        switch (asks ? Plan.Ending.RESULT : plan.ending()) {
            case RESULT, POLL -> wire.write(OK_JSON, answer);
            case ERROR -> wire.write(OK_JSON, error(plan));
            case TOO_LATE -> {
                if (!awaitUnwanted(plan)) {
                    return false;
                }
                wire.write(OK_JSON, answer);
            }
            case BREAK -> {
                return false;
            }
            case NEVER -> {
                if (awaitUnwanted(plan)) {
                    leaveOpenSometimes(plan);
                }
                return false;
            }
        }
        return true;
    }

    private boolean end(Plan plan, String answer) throws IOException {
        switch (plan.ending()) {
            case RESULT, POLL -> event("", answer);
            case ERROR -> event("", error(plan));
            case TOO_LATE -> {
                if (!awaitUnwanted(plan)) {
                    return false;
                }
                event("", answer);
            }
            case BREAK -> {
                return false;
            }
            case NEVER -> {
                if (!awaitUnwanted(plan)) {
                    return false;
                }
                leaveOpenSometimes(plan);
            }
        }
        wire.writeLastChunk();
        return true;
    }

    /**
     * Waits until the client has taken its request back: by a notification, or, in the modern era, by hanging up.
     *
     * @return whether there is still someone to talk to
     */
    private boolean awaitUnwanted(Plan plan) {
        long started = System.nanoTime();
        while (System.nanoTime() - started < UNWANTED_WITHIN.toNanos()) {
            if (plan.tag().equals(session.cancelled().get(request.id()))) {
                witness.count("calls ended by a cancellation");
                return true;
            }
            if (wire.isLeftWithin(LOOK_MILLIS)) {
                if (!request.isModern() && !witness.outageSince(started)) {
                    witness.wrong("The gateway hung up on " + plan.tag() + ", which was to be cancelled");
                }
                witness.count("calls ended by a hang-up");
                return false;
            }
        }
        witness.wrong("The upstream was not told within " + UNWANTED_WITHIN + " that nobody wants " + plan.tag());
        return false;
    }

    /** Until the gateway has had enough. */
    private void leaveOpenSometimes(Plan plan) {
        if (Math.floorMod(plan.tag().hashCode(), ONE_IN_LEAVES_OPEN) != 0) {
            return;
        }
        witness.count("streams left open after a cancellation");
        long started = System.nanoTime();
        while (!wire.isLeftWithin(LOOK_MILLIS)) {
            if (System.nanoTime() - started > UNWANTED_WITHIN.toNanos()) {
                witness.wrong("The gateway keeps its side of " + plan.tag() + " open for " + UNWANTED_WITHIN);
                return;
            }
        }
    }

    private String ask(Plan plan) throws IOException {
        String id = session.nextQuestionId();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        session.questions().put(id, answer);
        event("", "{\"jsonrpc\":\"2.0\",\"id\":%s,%s}".formatted(id, plan.question()));
        long started = System.nanoTime();
        try {
            JsonNode message = answer.get(QUESTION_ANSWERED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
            String said = Plan.said(message.path("result"));
            if (!said.equals(plan.tag() + "@" + session.name())) {
                witness.wrong("The question of " + plan.tag() + " was answered with " + message);
            }
            return said;
        } catch (TimeoutException e) {
            if (!witness.outageSince(started)) {
                witness.wrong("The question " + id + " of " + plan.tag() + " was not answered");
            }
            throw new IOException("unanswered", e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("stopping", e);
        }
    }

    // ---- GET ----

    boolean get(String lastEventId) throws IOException {
        if (lastEventId.isEmpty()) {
            return listen();
        }
        String tag = lastEventId.substring(0, lastEventId.indexOf('~'));
        String kept = session.running().remove("poll " + tag);
        if (kept == null) {
            witness.wrong("The stream of " + tag + " was resumed in " + session.name() + ", or twice");
            wire.write("HTTP/1.1 400 Bad Request\r\n", "");
            return true;
        }
        String[] parts = kept.split("\n", 2);
        Plan plan = Plan.of(Plan.json(parts[0]));
        UpstreamRequest before = new UpstreamRequest("POST", false, Plan.json(parts[1]));
        UpstreamAnswering rest = new UpstreamAnswering(wire, before, session, witness, calls);
        rest.goOn(plan, Integer.parseInt(lastEventId.substring(lastEventId.indexOf('~') + 1)));
        return true;
    }

    private void goOn(Plan plan, int last) throws IOException {
        wire.writeChunkedHead(OK_EVENTS);
        for (int number = last + 1; number <= plan.notes(); number++) {
            event(plan.tag() + "~" + number, note(plan, number));
        }
        event(plan.tag() + "~" + (plan.notes() + 1), result(stamped(plan, "")));
        wire.writeLastChunk();
    }

    private boolean listen() throws IOException {
        wire.writeChunkedHead(OK_EVENTS);
        while (true) {
            String message = session.said().poll();
            if (message != null) {
                event("", message);
            } else if (wire.isLeftWithin(LOOK_MILLIS)) {
                return false;
            }
        }
    }

    // ---- texts ----

    private String note(Plan plan, int number) {
        // What comes on another stream than the request's must not use its token.
        JsonNode token = plan.progress() && number > 0
                ? request.progressToken()
                : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        return plan.note(number, token);
    }

    private String stamped(Plan plan, String heard) {
        return "{%s\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"structuredContent\":{\"answers\":\"%s\",\"session\":\"%s\",\"id\":%s,\"heard\":\"%s\"}}"
                .formatted(
                        request.isModern() ? "\"resultType\":\"complete\"," : "",
                        plan.tag(),
                        plan.tag(),
                        session.name(),
                        request.id(),
                        heard);
    }

    private String result(String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(request.id(), result);
    }

    private String error(Plan plan) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32000,\"message\":\"failed\",\"data\":{\"answers\":\"%s\"}}}"
                .formatted(request.id(), plan.tag());
    }

    private void event(String id, String data) throws IOException {
        wire.writeChunk((id.isEmpty() ? "" : "id: " + id + "\n") + "data: " + data + "\n\n");
    }

    private static void pause(Plan plan) {
        LockSupport.parkNanos(Duration.ofMillis(plan.delayMs()).toNanos());
    }
}
