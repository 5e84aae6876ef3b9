/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static io.weir.events.ApprovalAction.APPROVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.undertow.server.HttpHandler;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import io.weir.service.approval.ApprovalCodec;
import io.weir.service.approval.HttpApprovalReader;
import io.weir.service.http.HttpServer;
import io.weir.service.http.Readiness;
import io.weir.service.mailbox.EventProducer;
import io.weir.service.mailbox.Mailbox;
import io.weir.service.mailbox.MailboxConfig;
import io.weir.streams.enforcement.Messages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real broker: mailboxes, approvals over restarts, and queries over instances. */
@ExtendWith(KafkaClusterExtension.class)
class StreamsAppIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @BrokerCluster
    KafkaCluster kafka;

    private TestCluster cluster;

    @BeforeEach
    void prepare() {
        cluster = new TestCluster(kafka, directory);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private StreamsApp start(Map<String, String> settings) {
        StreamsApp app = StreamsApp.start(cluster.config(settings), cluster.serdes);
        Readiness readiness = new Readiness();
        app.addChecks(readiness);
        await().atMost(SOON).untilAsserted(() -> assertThat(readiness.failing()).isEmpty());
        return app;
    }

    private Mailbox mailbox(int ordinal, BlockingQueue<Verdict> verdicts) {
        MailboxConfig config = new MailboxConfig(
                Map.copyOf(kafka.getKafkaClientConfiguration()), "ingress-" + ordinal, OptionalInt.of(ordinal));
        Mailbox mailbox = Mailbox.open(config, cluster.serdes, verdicts::add);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(mailbox.whyNotReady()).isEmpty());
        return mailbox;
    }

    private static Verdict next(BlockingQueue<Verdict> verdicts) throws InterruptedException {
        Verdict verdict = verdicts.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(verdict).as("a verdict in time").isNotNull();
        return verdict;
    }

    private static ApprovalCommand approve(ApprovalRecord approval, ReplyTo replyTo) {
        return new ApprovalCommand(
                MessageIds.next(),
                approval.getApprovalId(),
                approval.getSessionId(),
                APPROVE,
                Messages.BOB.toRecord(),
                "fine",
                approval.getDigest(),
                Instant.now(),
                replyTo,
                null);
    }

    @Test
    void aHoldSurvivesARestartAndIsApprovedAfterIt() throws InterruptedException {
        // Given
        Map<String, String> settings = cluster.settings(directory.resolve("state"), "streams-0");
        BlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
        ApprovalRecord held;
        Intake request;
        try (StreamsApp app = start(settings);
                EventProducer producer = cluster.producer();
                Mailbox mailbox = mailbox(5, verdicts)) {
            cluster.applyResources(producer);
            Messages alice = Messages.now(Messages.ALICE).at(mailbox.replyTo());
            request = awaitHold(producer, alice, verdicts);
            held = app.approvals().list().toCompletableFuture().join().get(0);
        }

        // When
        try (StreamsApp app = start(settings);
                EventProducer producer = cluster.producer();
                Mailbox mailbox = mailbox(5, verdicts)) {
            producer.approvalCommand(approve(held, mailbox.replyTo()))
                    .toCompletableFuture()
                    .join();
            Verdict answer = next(verdicts);
            Intake repeat = Messages.now(Messages.ALICE).at(mailbox.replyTo()).transfer(5000);
            TestCluster.send(producer, repeat);
            Verdict claim = next(verdicts);

            // Then
            assertThat(held.getMessageId()).isEqualTo(request.getMessageId());
            assertThat(answer.getKind()).isEqualTo(MessageKind.APPROVAL_COMMAND);
            assertThat(answer.getOutcome()).isEqualTo(Outcome.FORWARD);
            assertThat(claim.getOutcome()).isEqualTo(Outcome.FORWARD);
            assertThat(claim.getApproval().getState()).isEqualTo(ApprovalState.CLAIMED);
            assertThat(app.approvals()
                            .get(held.getApprovalId())
                            .toCompletableFuture()
                            .join())
                    .hasValueSatisfying(a -> assertThat(a.getState()).isEqualTo(ApprovalState.CLAIMED));
        }
    }

    /** The policy reaches enforcement by another way than the message, so the first ones can be blocked for want of it. */
    private static Intake awaitHold(EventProducer producer, Messages client, BlockingQueue<Verdict> verdicts)
            throws InterruptedException {
        while (true) {
            Intake request = client.transfer(5000);
            TestCluster.send(producer, request);
            if (next(verdicts).getOutcome() == Outcome.HOLD) {
                return request;
            }
        }
    }

    @Test
    void anInstanceAnswersForTheOthers() throws Exception {
        // Given: two instances that share the partitions, each with a server of its own
        Map<String, String> one = cluster.settings(directory.resolve("one"), "streams-1");
        Map<String, String> two = cluster.settings(directory.resolve("two"), "streams-2");
        try (Instance first = new Instance(one);
                Instance second = new Instance(two);
                EventProducer producer = cluster.producer();
                Mailbox mailbox = mailbox(7, new LinkedBlockingQueue<>())) {
            cluster.applyResources(producer);

            // When: many people ask, so that both have some of the requests
            awaitAnswers().untilAsserted(() -> {
                IntStream.range(0, 20)
                        .mapToObj(i -> Messages.now(Messages.person("user-" + i, "analysts"))
                                .at(mailbox.replyTo())
                                .transfer(5000))
                        .forEach(request -> TestCluster.send(producer, request));
                assertThat(first.ids()).hasSizeGreaterThanOrEqualTo(20);
            });

            // Then
            awaitAnswers().untilAsserted(() -> {
                List<String> all = first.ids();
                assertThat(second.ids()).hasSameElementsAs(all);
                assertThat(first.localOnly()).isNotEmpty().hasSizeLessThan(all.size());
                for (String id : all) {
                    assertThat(first.app
                                    .approvals()
                                    .get(id)
                                    .toCompletableFuture()
                                    .join())
                            .isPresent();
                    assertThat(second.reader().get(id).toCompletableFuture().join())
                            .isPresent();
                }
            });
            assertThat(first.reader().get("apr_none.none").toCompletableFuture().join())
                    .isEmpty();
            assertThat(first.status("wrong secret of a stranger")).isEqualTo(403);
        }
    }

    /** While the instances share out the partitions, the stores cannot be asked. */
    private static ConditionFactory awaitAnswers() {
        return await().atMost(SOON).ignoreExceptionsInstanceOf(CompletionException.class);
    }

    /** One instance and its internal API. */
    private final class Instance implements AutoCloseable {
        private final HttpServer http;
        private final StreamsApp app;
        private volatile HttpHandler handler;

        Instance(Map<String, String> settings) {
            http = HttpServer.start("127.0.0.1", 0, exchange -> handler.handleRequest(exchange));
            settings.put("application.server", "127.0.0.1:" + http.port());
            app = start(settings);
            handler = app.handler();
        }

        List<String> ids() {
            return app.approvals().list().toCompletableFuture().join().stream()
                    .map(ApprovalRecord::getApprovalId)
                    .toList();
        }

        HttpApprovalReader reader() {
            return new HttpApprovalReader(URI.create("http://127.0.0.1:" + http.port()), TestCluster.SECRET);
        }

        List<String> localOnly() {
            return ApprovalCodec.decode(get("?scope=local", TestCluster.SECRET).body()).stream()
                    .map(ApprovalRecord::getApprovalId)
                    .toList();
        }

        int status(String secret) {
            return get("", secret).statusCode();
        }

        private HttpResponse<byte[]> get(String query, String secret) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + http.port() + "/internal/approvals" + query))
                    .header("X-Weir-Internal", secret)
                    .build();
            return HttpClient.newHttpClient()
                    .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .join();
        }

        @Override
        public void close() {
            http.close();
            app.close();
        }
    }
}
