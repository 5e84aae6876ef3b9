/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Random;

/**
 * What is to happen in one exchange, on both sides. The upstream's part travels as the arguments of the tool call, so that the
 * upstream needs to know nothing beforehand.
 *
 * @param tag names the exchange, and begins with its session's name; in no other exchange of a run
 * @param streamed whether the upstream answers with a stream
 * @param notes how many notifications come before the answer, at least 0; only on streams
 * @param progress whether these are of progress, with the client's token; else log messages
 * @param ask what the upstream asks its client for before it answers
 * @param ending how the upstream ends it
 * @param leaving what the client does in the middle
 * @param delayMs how long the upstream waits before each thing that it says, milliseconds
 * @param leaveAfter after how many events the client leaves
 */
record Plan(
        String tag,
        boolean streamed,
        int notes,
        boolean progress,
        Ask ask,
        Ending ending,
        Leaving leaving,
        int delayMs,
        int leaveAfter) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_NOTES = 4;
    private static final int MAX_DELAY_MS = 6;

    /** What a server may ask its client for. */
    enum Ask {
        NOTHING,
        ELICITATION,
        SAMPLING
    }

    /** How the upstream ends the exchange. */
    enum Ending {
        /** With a result. */
        RESULT,
        /** With a JSON-RPC error. */
        ERROR,
        /** The connection breaks before the answer. */
        BREAK,
        /** The stream ends before the answer, which is to be fetched by the last event's id. */
        POLL,
        /** Not before it is told that nobody wants the answer any more; then with none. */
        NEVER,
        /** The same, but it answers all the same. */
        TOO_LATE
    }

    /** What the client does in the middle. */
    enum Leaving {
        STAYS,
        /** {@code notifications/cancelled}. */
        CANCELS,
        /** Closes the connection, and does not come back. */
        HANGS_UP,
        /** Closes the connection, and comes back with {@code Last-Event-ID}. */
        COMES_BACK
    }

    /** Draws what is to happen in a session of the legacy era. */
    static Plan legacy(String tag, Random random) {
        boolean streamed = random.nextInt(100) < 55;
        int kind = random.nextInt(100);
        if (kind < 8) {
            return new Plan(
                    tag,
                    streamed,
                    notes(streamed, random),
                    random.nextBoolean(),
                    Ask.NOTHING,
                    random.nextInt(3) == 0 ? Ending.TOO_LATE : Ending.NEVER,
                    Leaving.CANCELS,
                    delay(random),
                    0);
        }
        if (kind < 22) {
            Leaving leaving = streamed && random.nextInt(3) > 0 ? Leaving.COMES_BACK : Leaving.HANGS_UP;
            int notes = notes(streamed, random);
            return new Plan(
                    tag,
                    streamed,
                    notes,
                    random.nextBoolean(),
                    Ask.NOTHING,
                    Ending.RESULT,
                    leaving,
                    delay(random),
                    random.nextInt(notes + 1));
        }
        Ending ending = kind < 25 ? Ending.BREAK : kind < 29 && streamed ? Ending.POLL : answer(random);
        Ask ask = streamed && ending != Ending.POLL ? ask(random) : Ask.NOTHING;
        return new Plan(
                tag,
                streamed,
                notes(streamed, random),
                random.nextBoolean(),
                ask,
                ending,
                Leaving.STAYS,
                delay(random),
                0);
    }

    /** Draws what is to happen in a request of the modern era, where hanging up is to cancel. */
    static Plan modern(String tag, Random random) {
        boolean streamed = random.nextInt(100) < 55;
        int kind = random.nextInt(100);
        int notes = notes(streamed, random);
        boolean leaves = kind < 12;
        Ending ending = leaves ? Ending.NEVER : kind < 15 ? Ending.BREAK : answer(random);
        return new Plan(
                tag,
                streamed,
                notes,
                random.nextBoolean(),
                leaves ? Ask.NOTHING : ask(random),
                ending,
                leaves ? Leaving.HANGS_UP : Leaving.STAYS,
                delay(random),
                leaves ? random.nextInt(notes + 1) : 0);
    }

    private static Ending answer(Random random) {
        return random.nextInt(10) == 0 ? Ending.ERROR : Ending.RESULT;
    }

    private static Ask ask(Random random) {
        int drawn = random.nextInt(5);
        return drawn == 0 ? Ask.ELICITATION : drawn == 1 ? Ask.SAMPLING : Ask.NOTHING;
    }

    private static int notes(boolean streamed, Random random) {
        return streamed ? random.nextInt(MAX_NOTES + 1) : 0;
    }

    private static int delay(Random random) {
        return random.nextInt(MAX_DELAY_MS);
    }

    /** The arguments of the tool call. */
    String arguments() {
        return "{\"tag\":\"%s\",\"streamed\":%s,\"notes\":%d,\"progress\":%s,\"ask\":\"%s\",\"ending\":\"%s\",\"leaving\":\"%s\",\"delayMs\":%d}"
                .formatted(tag, streamed, notes, progress, ask, ending, leaving, delayMs);
    }

    /** Reads the arguments of a tool call. */
    static Plan of(JsonNode arguments) {
        return new Plan(
                arguments.path("tag").asText(),
                arguments.path("streamed").asBoolean(),
                arguments.path("notes").asInt(),
                arguments.path("progress").asBoolean(),
                Ask.valueOf(arguments.path("ask").asText()),
                Ending.valueOf(arguments.path("ending").asText()),
                Leaving.valueOf(arguments.path("leaving").asText()),
                arguments.path("delayMs").asInt(),
                0);
    }

    /** A notification that the upstream sends before its answer. */
    String note(int number, JsonNode progressToken) {
        String says = "%s#%d".formatted(tag, number);
        return progressToken.isMissingNode()
                ? "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"logger\":\"traffic\",\"data\":\"%s\"}}"
                        .formatted(says)
                : "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%s,\"progress\":%d,\"total\":%d,\"message\":\"%s\"}}"
                        .formatted(progressToken, number, notes, says);
    }

    /** What the upstream asks for, as method and parameters of a request. */
    String question() {
        return switch (ask) {
            case NOTHING -> throw new IllegalStateException(tag + " asks for nothing");
            case ELICITATION ->
                "\"method\":\"elicitation/create\",\"params\":{\"message\":\"%s\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"said\":{\"type\":\"string\"}}}}"
                        .formatted(tag);
            case SAMPLING ->
                "\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}],\"maxTokens\":10}"
                        .formatted(tag);
        };
    }

    /** The exchange that a question was asked in. */
    static String tagOfQuestion(JsonNode request) {
        JsonNode params = request.path("params");
        return params.has("message")
                ? params.path("message").asText()
                : params.path("messages").path(0).path("content").path("text").asText();
    }

    /** What a client answers to a question: which one it was, and who it is. */
    static String reply(JsonNode question, String session) {
        String said = tagOfQuestion(question) + "@" + session;
        return question.path("method").asText().equals("elicitation/create")
                ? "{\"action\":\"accept\",\"content\":{\"said\":\"%s\"}}".formatted(said)
                : "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
                        .formatted(said);
    }

    /** What a client said. */
    static String said(JsonNode reply) {
        JsonNode content = reply.path("content");
        return content.has("said")
                ? content.path("said").asText()
                : content.path("text").asText();
    }

    /** The session that a tag is of. */
    static String session(String tag) {
        return tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
    }

    /** The person whose session a tag or session name is of. */
    static String person(String name) {
        return name.split("-", 3)[1];
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text.toLowerCase(Locale.ROOT), e);
        }
    }
}
