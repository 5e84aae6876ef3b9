/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.ingress.jsonrpc.Chats;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.upstream.llm.ChatJson;
import io.weir.ingress.upstream.llm.Gathered;
import io.weir.model.Principal;
import io.weir.policy.CompiledPolicy;
import io.weir.policy.Decider;
import io.weir.policy.Decision;
import io.weir.policy.GovernedMessage;
import io.weir.policy.PartialAnswer;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a model's answer is split into chunks, and whenever parts of it are told: a client reads what masking the whole gives. */
class StreamedMaskingTest {
    private static final ConnectionResource LLM = (ConnectionResource)
            Resources.parse("connection: {name: gpt, kind: llm, url: 'http://h/v1', allowedGroups: [a]}")
                    .resources()
                    .get(0);
    private static final CompiledPolicy POLICY = ((PolicyResource) Resources.parse(
                            "policy: {name: p, rules: [{name: m, mask: {entities: [EMAIL, CREDIT_CARD, IBAN]}}]}")
                    .resources()
                    .get(0))
            .compile(1);
    private static final List<String> PIECES = List.of(
            "ann@example.org",
            "bob.b@mail.example.co.uk",
            "jürgen%40müller.example",
            "4111 1111 1111 1111",
            "5500-0000-0000-0004",
            "378282246310005",
            "GB82 WEST 1234 5698 7654 32",
            "DE89370400440532013000",
            "the quick brown fox",
            "in 2024",
            "漢字かな",
            "\uD83D\uDE00",
            "(a, b)",
            "x@y",
            "12345",
            "\"quoted\"",
            "back\\slash");
    private static final List<String> BETWEEN = List.of(" ", " ", " ", ", ", "\n", "", ": ", ".", "-");

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size()))).append(BETWEEN.get(random.nextInt(BETWEEN.size())));
        }
        return text.toString();
    }

    private static Decision decide(MessageKind kind, String method, byte[] message) {
        return Decider.decide(
                POLICY,
                new GovernedMessage(
                        kind, Direction.SERVER_TO_CLIENT, Principal.anonymous(), LLM, method, "", message, null));
    }

    private static byte[] whole(String content, String reasoning) {
        ObjectNode answer = ChatJson.object();
        answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .putObject("message")
                .put("content", content)
                .put("reasoning_content", reasoning);
        return Chats.response("1".getBytes(UTF_8), ChatJson.write(answer));
    }

    private static JsonNode message(byte[] response) throws Exception {
        return ChatJson.read(Members.value(response, "result").orElseThrow()).at("/choices/0/message");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noSplitChangesWhatIsMasked(long seed) throws Exception {
        Random random = new Random(seed);
        int early = 0;
        for (int i = 0; i < 500; i++) {
            // Given
            String content = text(random);
            String reasoning = text(random);
            JsonNode expected = message(decide(MessageKind.RESPONSE, "chat/completions", whole(content, reasoning))
                    .payload());

            // When
            Client client = new Client();
            Gathered answer = new Gathered();
            int[] at = {0, 0};
            while (at[0] < content.length() || at[1] < reasoning.length()) {
                boolean reasons = random.nextBoolean();
                String of = reasons ? reasoning : content;
                int from = at[reasons ? 1 : 0];
                int to = Math.min(of.length(), from + random.nextInt(6));
                answer.add(reasons ? "reasoning_content" : "content", of.substring(from, to));
                at[reasons ? 1 : 0] = to;
                if (random.nextInt(3) == 0 && answer.hasPart()) {
                    client.part(
                            decide(MessageKind.NOTIFICATION, "chat/completions/chunk", Chats.part(answer.takePart())));
                }
            }
            early += client.chars;
            client.end(decide(
                    MessageKind.RESPONSE, "chat/completions", Chats.response("1".getBytes(UTF_8), answer.whole())));

            // Then
            assertThat(client.content)
                    .as(content)
                    .hasToString(expected.path("content").asText());
            assertThat(client.reasoning)
                    .as(reasoning)
                    .hasToString(expected.path("reasoning_content").asText());
        }
        assertThat(early).as("chars that were shown before the end").isGreaterThan(100_000);
    }

    /** Puts together what it is shown. */
    private static final class Client {
        private final ShownChunks shown = new ShownChunks();
        private final StringBuilder content = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private int chars;

        void part(Decision decision) throws Exception {
            assertThat(PartialAnswer.isExact(decision.context())).isTrue();
            ObjectNode chunk =
                    ChatJson.read(Members.value(decision.payload(), "params").orElseThrow());
            shown.add(chunk);
            read(chunk);
            chars = content.length() + reasoning.length();
        }

        void end(Decision decision) throws Exception {
            ObjectNode whole =
                    ChatJson.read(Members.value(decision.payload(), "result").orElseThrow());
            assertThat(shown.areOf(whole)).isTrue();
            new ArrayList<>(shown.rest(whole)).forEach(this::read);
        }

        private void read(JsonNode chunk) {
            JsonNode delta = chunk.at("/choices/0/delta");
            content.append(delta.path("content").asText());
            reasoning.append(delta.path("reasoning_content").asText());
        }
    }
}
