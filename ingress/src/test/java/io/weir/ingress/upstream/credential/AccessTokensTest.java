/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weir.ingress.harness.StubTokenEndpoint;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.Upstreams;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Credential;
import io.weir.policy.resource.Resources;
import io.weir.policy.resource.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens are fetched once at a time, and kept for as long as they are good. */
class AccessTokensTest {
    private final StubTokenEndpoint endpoint = new StubTokenEndpoint();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong now = new AtomicLong(42);
    private final AccessTokens tokens =
            new AccessTokens(new TokenEndpoint(threads, Duration.ofSeconds(5), Duration.ofSeconds(2)), now::get);
    private final Upstream upstream = upstream("a");

    /** With a secret. */
    private static Upstream upstream(String name) {
        Upstreams upstreams = new Upstreams(Map.of("SECRET", "s=cret")::get);
        String yaml = "connection: {name: " + name + ", url: 'http://h/', allowedGroups: [a], credential: "
                + "{bearer: {env: SECRET}}}";
        upstreams.put((ConnectionResource) Resources.parse(yaml).resources().get(0));
        return upstreams.find(name).orElseThrow();
    }

    @AfterEach
    void stop() {
        endpoint.close();
        threads.shutdownNow();
    }

    private Credential.OAuth oauth() {
        return oauth(endpoint.url(), Optional.empty(), Optional.empty());
    }

    private static Credential.OAuth oauth(URI url, Optional<String> audience, Optional<URI> resource) {
        return new Credential.OAuth(
                url, "we:ir", new SecretSource.Env("X"), Optional.of("read write"), audience, resource);
    }

    private String token() {
        return tokens.token(upstream, oauth()).join();
    }

    @Test
    void asksAsTheGrantWantsIt() {
        // When
        tokens.token(upstream, oauth(endpoint.url(), Optional.empty(), Optional.of(URI.create("https://a.example/m"))))
                .join();
        Upstream other = upstream("b");
        tokens.token(other, oauth(endpoint.url(), Optional.of("crm"), Optional.empty()))
                .join();

        // Then
        assertThat(endpoint.asks())
                .extracting(StubTokenEndpoint.Ask::body)
                .containsExactly(
                        "grant_type=client_credentials&scope=read+write&resource=https%3A%2F%2Fa.example%2Fm",
                        "grant_type=client_credentials&scope=read+write&audience=crm");
        assertThat(endpoint.asks().get(0).authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("we%3Air:s%3Dcret".getBytes(UTF_8)));
    }

    @Test
    void keepsATokenUntilShortlyBeforeItExpires() {
        // Given
        endpoint.on((exchange, number) -> StubTokenEndpoint.token(exchange, "t" + number, 100));

        // When
        String first = token();
        now.addAndGet(TimeUnit.SECONDS.toNanos(89));
        String kept = token();
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        String renewed = token();

        // Then
        assertThat(List.of(first, kept, renewed)).containsExactly("t1", "t1", "t2");
        assertThat(endpoint.asks()).hasSize(2);
    }

    @Test
    void fetchesOnceForAllThatWait() throws Exception {
        // Given
        CountDownLatch go = new CountDownLatch(1);
        endpoint.on((exchange, number) -> {
            go.await(10, TimeUnit.SECONDS);
            StubTokenEndpoint.token(exchange, "t" + number, 100);
        });

        // When
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(tokens.token(upstream, oauth()));
        }
        go.countDown();

        // Then
        for (CompletableFuture<String> each : waiting) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("t1");
        }
        assertThat(endpoint.asks()).hasSize(1);
    }

    @Test
    void forgetsATokenThatWasRefusedButNotTheOneAfterIt() {
        // Given
        String first = token();

        // When
        tokens.forget(upstream, first);
        String second = token();
        tokens.forget(upstream, first);

        // Then
        assertThat(token()).isEqualTo(second).isNotEqualTo(first);
        assertThat(endpoint.asks()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":\"invalid_client\",\"error_description\":\"hunter2\"} | HTTP status 401 (invalid_client)",
                "400 | {\"error\":\"hunter2\"} | HTTP status 400",
                "500 | hunter2 | HTTP status 500",
                "302 | {} | HTTP status 302",
                "200 | hunter2 | holds no bearer token",
                "200 | {\"access_token\":\"hunter2\",\"token_type\":\"mac\"} | holds no bearer token",
                "200 | {\"access_token\":\"hunter2\\nX: y\",\"token_type\":\"bearer\"} | holds no bearer token",
                "200 | {\"token_type\":\"bearer\"} | holds no bearer token",
            })
    void saysWhyThereIsNoneAndNothingElse(int status, String body, String why) {
        // Given
        endpoint.on((exchange, number) -> StubTokenEndpoint.answer(exchange, status, body));

        // When
        CompletableFuture<String> token = tokens.token(upstream, oauth());

        // Then
        assertThatThrownBy(token::join)
                .hasCauseInstanceOf(TokenUnavailableException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("hunter2");
        endpoint.on((exchange, number) -> StubTokenEndpoint.token(exchange, "good", 100));
        assertThat(token()).isEqualTo("good");
    }

    @Test
    void isBoundedInSizeAndTime() {
        // Given a body too long, and one that does not end
        endpoint.on((exchange, number) -> StubTokenEndpoint.answer(exchange, 200, "x".repeat(100_000)));
        assertThatThrownBy(this::token).hasMessageContaining("longer than 65536 bytes");
        CountDownLatch over = new CountDownLatch(1);
        endpoint.on((exchange, number) -> {
            exchange.getOutputStream().write('{');
            exchange.getOutputStream().flush();
            over.await(20, TimeUnit.SECONDS);
        });

        // Then
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(this::token).hasMessageContaining("did not answer in time"));
        over.countDown();
    }

    @Test
    void saysThatNobodyIsThere() {
        // Given
        URI gone = endpoint.url();
        endpoint.close();

        // Then
        assertThatThrownBy(() -> tokens.token(upstream, oauth(gone, Optional.empty(), Optional.empty()))
                        .join())
                .hasMessageContaining("could not be reached");
    }
}
