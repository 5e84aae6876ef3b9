/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.weir.agent.harness.Weir;
import io.weir.events.FactType;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The agent with brokers, enforcement and a server's process: all real. The test is the ingress. */
@ExtendWith(KafkaClusterExtension.class)
class AgentIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @BrokerCluster
    static KafkaCluster cluster;

    @TempDir
    static Path directory;

    private static Weir weir;

    private final String name = "desk-" + NUMBER.incrementAndGet();
    private final Path calls = directory.resolve("calls-" + name);
    private AgentApp agent;

    @BeforeAll
    static void startAll() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        weir = new Weir(cluster, directory);
    }

    @AfterAll
    static void stopAll() {
        Awaitility.reset();
        weir.close();
    }

    @BeforeEach
    void start() {
        weir.apply("""
                connection:
                  name: %s
                  kind: mcp-stdio
                  agent: %s
                  command: [%s, -cp, "%s", io.weir.agent.StdioServer]
                  env: {NAME: {value: %s}, CALLS: {value: "%s"}}
                  allowedGroups: [analysts]
                  timeout: 20s
                """.formatted(
                        name,
                        name,
                        ProcessHandle.current().info().command().orElseThrow(),
                        System.getProperty("java.class.path"),
                        name,
                        calls));
        agent = startAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private AgentApp startAgent() {
        return AgentApp.start(weir.agentConfig(name), new SimpleMeterRegistry());
    }

    private Weir.Client open() {
        Weir.Client client = weir.client(name);
        // Enforcement may read of the connection a moment after the agent.
        await().until(
                        () -> client.reopen().request("initialize", "{\"protocolVersion\":\"2025-11-25\"}"),
                        answer -> answer.contains("\"serverInfo\""));
        client.notify("notifications/initialized");
        return client;
    }

    private static String call(Weir.Client client, String tool) {
        return client.request("tools/call", "{\"name\":\"" + tool + "\"}");
    }

    private List<String> called() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls, UTF_8) : List.of();
    }

    @Test
    void eachSessionHasAProcessAndAnswersAreMasked() {
        // Given
        Weir.Client one = open();
        Weir.Client two = open();

        // When
        String answerOne = call(one, "who");
        String again = call(one, "who");
        String answerTwo = call(two, "who");

        // Then
        assertThat(answerOne).contains(name, "[EMAIL]").doesNotContain("bob@bank");
        assertThat(process(answerOne)).isEqualTo(process(again)).isNotEqualTo(process(answerTwo));
        assertThat(one.heard(MessageKind.NOTIFICATION)).hasSize(2).allSatisfy(note -> {
            assertThat(note.getSessionId()).isEqualTo(one.sessionId());
            assertThat(note.getStream()).isNotEmpty();
        });
    }

    private static String process(String answer) {
        return answer.replaceAll("(?s).*\"text\":\"([0-9]+) .*", "$1");
    }

    @Test
    void aBlockedCallNeverReachesTheServer() throws IOException {
        // Given
        Weir.Client client = open();

        // When
        String blocked = call(client, "drop");

        // Then
        assertThat(blocked).contains("Nothing may be dropped");
        assertThat(call(client, "after")).contains("after");
        assertThat(called()).containsExactly("after");
    }

    @Test
    void theServerAsksAndTheClientAnswers() {
        // Given
        Weir.Client client = open();
        String call = client.send("tools/call", "{\"name\":\"ask\"}");
        Verdict asked = await().until(() -> client.heard(MessageKind.REQUEST), found -> !found.isEmpty())
                .get(0);

        // When
        client.answer("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"roots\":[{\"uri\":\"file:///x\"}]}}");

        // Then
        assertThat(asked.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(client.awaitAnswer(call)).contains("asked true");
    }

    @Test
    void aServerThatFallsLeavesNothingOpen() throws IOException {
        // Given
        Weir.Client client = open();
        String hanging = client.send("tools/call", "{\"name\":\"hang\"}");
        await().until(() -> called().contains("hang"));

        // When
        String died = call(client, "die");

        // Then
        assertThat(died).contains("-31008");
        assertThat(client.awaitAnswer(hanging)).contains("-31008");
        assertThat(call(client, "who")).contains("initialize");
        assertThat(called()).containsExactly("hang", "die");
        assertThat(call(open(), "who")).contains(name);
    }

    @Test
    void anEndedSessionEndsItsProcess() {
        // Given
        Weir.Client client = open();
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(process(call(client, "who")))).orElseThrow();

        // When
        client.fact(FactType.SESSION_CLOSED);

        // Then
        await().until(() -> !server.isAlive());
    }

    @Test
    void anAgentThatStopsAnswersWhatIsOpenAndIsMissed() throws IOException {
        // Given
        Weir.Client client = open();
        String hanging = client.send("tools/call", "{\"name\":\"hang\"}");
        await().until(() -> called().contains("hang"));

        // When
        agent.close();

        // Then
        assertThat(client.awaitAnswer(hanging)).contains("-31008");
        assertThat(call(client, "who")).contains("not connected");
    }

    @Test
    void ofTwoOfOneNameTheLaterActs() throws IOException {
        // Given
        Weir.Client client = open();
        String hanging = client.send("tools/call", "{\"name\":\"hang\"}");
        await().until(() -> called().contains("hang"));

        // When
        AgentApp second = startAgent();

        // Then: what the first had is unknown, and the first hears of nothing more
        assertThat(client.awaitFact(FactType.OUTCOME_UNKNOWN).getExchangeId()).isEqualTo(hanging);
        assertThat(call(client, "who")).contains("initialize");
        assertThat(call(open(), "who")).contains(name);
        assertThat(called()).containsExactly("hang", "who");
        agent.close();
        assertThat(call(open(), "other")).contains("other");
        second.close();
    }
}
