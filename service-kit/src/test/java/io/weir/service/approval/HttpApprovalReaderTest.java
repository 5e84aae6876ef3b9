/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.undertow.server.HttpServerExchange;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.PolicyRef;
import io.weir.events.PrincipalRecord;
import io.weir.service.http.HttpServer;
import io.weir.service.http.Problems;
import io.weir.service.http.Router;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApprovalReaderTest {

    private static final String SECRET = "a secret of the services";

    private final ApprovalRecord approval = approval("apr_abcdefghij.1");
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            InternalApi.guard(
                    SECRET,
                    new Router()
                            .get(InternalApi.APPROVALS, exchange -> send(exchange, List.of(approval, approval)))
                            .get(InternalApi.APPROVALS + "/{id}", this::one)));
    private final URI url = URI.create("http://127.0.0.1:" + server.port());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsAllAndOne() {
        // Given
        ApprovalReader reader = new HttpApprovalReader(url, SECRET);

        // When // Then
        assertThat(reader.list().toCompletableFuture().join()).containsExactly(approval, approval);
        assertThat(reader.get("apr_abcdefghij.1").toCompletableFuture().join()).contains(approval);
        assertThat(reader.get("apr_abcdefghij.2").toCompletableFuture().join()).isEmpty();
    }

    @Test
    void failsAsUnavailableWithTheWrongSecretAndWithoutTheService() {
        // Given
        ApprovalReader stranger = new HttpApprovalReader(url, "another secret, just as long");

        // When
        Throwable refused =
                catchThrowable(() -> stranger.list().toCompletableFuture().join());
        server.close();
        Throwable gone =
                catchThrowable(() -> stranger.list().toCompletableFuture().join());

        // Then
        assertThat(refused)
                .hasCauseInstanceOf(ApprovalsUnavailableException.class)
                .hasMessageContaining("403");
        assertThat(gone).hasCauseInstanceOf(ApprovalsUnavailableException.class);
    }

    private void one(HttpServerExchange exchange) {
        if (Router.parameter(exchange, "id").equals(approval.getApprovalId())) {
            send(exchange, List.of(approval));
        } else {
            Problems.send(exchange, 404, "No such approval.");
        }
    }

    private static void send(HttpServerExchange exchange, List<ApprovalRecord> approvals) {
        exchange.getResponseSender().send(ByteBuffer.wrap(ApprovalCodec.encode(approvals)));
    }

    private static ApprovalRecord approval(String id) {
        Instant requestedAt = Instant.ofEpochMilli(1_700_000_000_000L);
        return ApprovalRecord.newBuilder()
                .setApprovalId(id)
                .setState(ApprovalState.PENDING)
                .setDigest("00")
                .setSessionId("abcdefghij.s")
                .setMessageId("m")
                .setRequester(PrincipalRecord.newBuilder().setSubject("alice").build())
                .setConnection("customers")
                .setMethod("tools/call")
                .setPayload(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)))
                .setRule("large-transfer")
                .setPolicy(new PolicyRef("starter", 1, "00"))
                .setApproverGroups(List.of("approvers"))
                .setRequestedAt(requestedAt)
                .setDecideBy(requestedAt.plusSeconds(60))
                .setExecuteWithinMs(1000)
                .build();
    }
}
