/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.approval;

import io.weir.events.ApprovalRecord;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Reads approvals from a streams service by its {@link InternalApi}. */
public final class HttpApprovalReader implements ApprovalReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI approvals;
    private final String secret;

    /**
     * A reader of one streams service, which asks the others itself.
     *
     * @param streamsUrl scheme, host and port
     * @param secret the shared secret
     */
    public HttpApprovalReader(URI streamsUrl, String secret) {
        this.approvals = streamsUrl.resolve(InternalApi.APPROVALS);
        this.secret = secret;
    }

    @Override
    public CompletionStage<List<ApprovalRecord>> list() {
        return get(approvals).thenApply(response -> ApprovalCodec.decode(okay(response)));
    }

    @Override
    public CompletionStage<Optional<ApprovalRecord>> get(String approvalId) {
        URI one = URI.create(approvals + "/" + URLEncoder.encode(approvalId, StandardCharsets.UTF_8));
        return get(one).thenApply(response -> response.statusCode() == 404
                ? Optional.empty()
                : ApprovalCodec.decode(okay(response)).stream().findFirst());
    }

    private CompletionStage<HttpResponse<byte[]>> get(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header(InternalApi.SECRET_HEADER, secret)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).exceptionallyCompose(failure -> {
            throw new CompletionException(
                    new ApprovalsUnavailableException("The streams service cannot be reached", failure));
        });
    }

    private static byte[] okay(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new ApprovalsUnavailableException("The streams service answered " + response.statusCode());
        }
        return response.body();
    }
}
