/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a client hears in one exchange, and whether it belongs there: every message is stamped with the session, the exchange and the
 * request id that it was made for.
 */
final class Hearing {

    /** Answers a question of the server's, on another connection. */
    interface Replies {
        void reply(JsonNode question);
    }

    private final Plan plan;
    private final String session;
    private final Witness witness;
    private final Replies replies;
    private final long started = System.nanoTime();
    private String id;
    private int notes;
    private boolean answered;
    private JsonNode inputRequired;

    /** @param session what its upstream session is called; empty for what stands for itself */
    Hearing(Plan plan, String session, String id, Witness witness, Replies replies) {
        this.plan = plan;
        this.session = session;
        this.id = id;
        this.witness = witness;
        this.replies = replies;
    }

    /** The request is sent again, under another id. */
    void again(String newId) {
        id = newId;
        answered = false;
        inputRequired = null;
    }

    boolean isAnswered() {
        return answered;
    }

    /** The unfinished result that it was answered with; null if it was another. */
    JsonNode inputRequired() {
        return inputRequired;
    }

    long started() {
        return started;
    }

    /** Takes a message that came on this exchange's stream, or as its answer. */
    void take(String text) {
        JsonNode message = Plan.json(text);
        if (answered) {
            wrong("hears something after its answer: " + text);
        } else if (message.has("method")) {
            if (message.has("id")) {
                question(message);
            } else {
                notification(message);
            }
        } else if (!message.path("id").toString().equals(id)) {
            wrong("with the id " + id + " gets the answer " + text);
        } else {
            answered = true;
            answer(message, text);
        }
    }

    private void question(JsonNode message) {
        if (Plan.tagOfQuestion(message).equals(plan.tag())) {
            witness.count("questions answered");
            replies.reply(message);
        } else {
            wrong("is asked " + message);
        }
    }

    private void notification(JsonNode message) {
        JsonNode params = message.path("params");
        boolean progress = message.path("method").asText().equals("notifications/progress");
        String says = params.path(progress ? "message" : "data").asText();
        if (progress && !params.path("progressToken").toString().equals(id)) {
            wrong("with the token " + id + " hears " + message);
        } else if (!says.equals(plan.tag() + "#" + (notes + 1))) {
            wrong("hears " + message + " after " + notes + " notifications");
        }
        notes++;
        witness.count("notifications heard");
    }

    private void answer(JsonNode message, String text) {
        if (message.has("error")) {
            error(message.path("error"));
            return;
        }
        JsonNode result = message.path("result");
        if (result.path("resultType").asText().equals("input_required")) {
            inputRequired(result);
            return;
        }
        JsonNode stamp = result.path("structuredContent");
        boolean mine = stamp.path("answers").asText().equals(plan.tag())
                && stamp.path("session").asText().equals(session)
                && stamp.path("id").toString().equals(id);
        if (!mine) {
            wrong("with the id " + id + " in the session " + session + " gets " + text);
        } else if (notes != (plan.streamed() ? plan.notes() : 0)) {
            wrong("heard " + notes + " notifications of " + plan.notes());
        }
        witness.count("answered with a result");
    }

    private void inputRequired(JsonNode result) {
        JsonNode question = result.path("inputRequests").path("q");
        if (!Plan.tagOfQuestion(question).equals(plan.tag())
                || !result.path("requestState").asText().equals("state:" + plan.tag())) {
            wrong("is asked for " + result);
        }
        inputRequired = result;
        witness.count("inputs required");
    }

    private void error(JsonNode error) {
        String answers = error.path("data").path("answers").asText();
        if (!answers.isEmpty()) {
            if (!answers.equals(plan.tag())) {
                wrong("gets the error " + error);
            }
            witness.count("answered with the upstream's error");
            return;
        }
        boolean planned = plan.ending() == Plan.Ending.BREAK
                || plan.ending() == Plan.Ending.NEVER
                || plan.ending() == Plan.Ending.TOO_LATE;
        if (!planned && !witness.outageSince(started)) {
            wrong("gets the gateway's error " + error + " without a reason");
        }
        witness.count("answered with the gateway's error " + error.path("code").asInt());
    }

    void wrong(String what) {
        witness.wrong(plan.tag() + " " + what + " (" + plan.arguments() + ")");
    }
}
