/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.interactive;

import io.weir.service.approval.InternalApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.streams.state.HostInfo;

/** Asks another instance of the same service, showing the shared secret. Never blocks. */
public final class PeerClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String secret;

    public PeerClient(String secret) {
        this.secret = secret;
    }

    /**
     * The peer's answer to a GET, whatever its status.
     *
     * @param path with its query, encoded
     * @return fails with {@link StoresUnavailableException} if the peer cannot be reached or its stores cannot be asked
     */
    public CompletableFuture<HttpResponse<byte[]>> get(HostInfo peer, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + peer.host() + ":" + peer.port() + path))
                .timeout(TIMEOUT)
                .header(InternalApi.SECRET_HEADER, secret)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new StoresUnavailableException("Another instance cannot be reached", failure)))
                .thenApply(PeerClient::available);
    }

    private static HttpResponse<byte[]> available(HttpResponse<byte[]> response) {
        if (response.statusCode() >= 500) {
            throw new CompletionException(
                    new StoresUnavailableException("Another instance answered " + response.statusCode()));
        }
        return response;
    }
}
