/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.weir.events.ApprovalRecord;
import io.weir.service.approval.ApprovalCodec;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.approval.ApprovalsUnavailableException;
import io.weir.service.approval.InternalApi;
import io.weir.streams.enforcement.EnforcementTopology;
import io.weir.streams.interactive.PeerClient;
import io.weir.streams.interactive.StoreOwners;
import io.weir.streams.interactive.StoresUnavailableException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads approvals from enforcement's stores: from this instance's and, where others have a part, from theirs. */
final class StoredApprovals implements ApprovalReader {
    private final StoreOwners owners;
    private final PeerClient peers;
    private final Executor executor;

    /** @param executor for reads on the local stores, which may touch the disk */
    StoredApprovals(StoreOwners owners, PeerClient peers, Executor executor) {
        this.owners = owners;
        this.peers = peers;
        this.executor = executor;
    }

    @Override
    public CompletionStage<List<ApprovalRecord>> list() {
        return supply(() -> owners.otherOwners(EnforcementTopology.APPROVALS_STORE))
                .thenCompose(others -> {
                    CompletableFuture<List<ApprovalRecord>> all = listLocal();
                    for (HostInfo other : others) {
                        all = all.thenCombine(
                                ask(other, InternalApi.APPROVALS + "?" + StreamsApi.LOCAL_ONLY),
                                StoredApprovals::joined);
                    }
                    return all;
                })
                .exceptionallyCompose(StoredApprovals::unavailable);
    }

    @Override
    public CompletionStage<Optional<ApprovalRecord>> get(String approvalId) {
        return supply(() -> owners.otherOwner(EnforcementTopology.APPROVALS_STORE, approvalId))
                .thenCompose(other -> other.map(
                                owner -> ask(owner, path(approvalId)).thenApply(StoredApprovals::first))
                        .orElseGet(() -> getLocal(approvalId)))
                .exceptionallyCompose(StoredApprovals::unavailable);
    }

    /** Those in this instance's part of the store. */
    CompletableFuture<List<ApprovalRecord>> listLocal() {
        return supply(() -> {
            List<ApprovalRecord> approvals = new ArrayList<>();
            try (KeyValueIterator<String, ApprovalRecord> all = local().all()) {
                all.forEachRemaining(entry -> approvals.add(entry.value));
            }
            return approvals;
        });
    }

    /** One in this instance's part of the store. */
    CompletableFuture<Optional<ApprovalRecord>> getLocal(String approvalId) {
        return supply(() -> Optional.ofNullable(local().get(approvalId)));
    }

    private ReadOnlyKeyValueStore<String, ApprovalRecord> local() {
        return owners.local(EnforcementTopology.APPROVALS_STORE, QueryableStoreTypes.keyValueStore());
    }

    private CompletableFuture<List<ApprovalRecord>> ask(HostInfo other, String path) {
        Function<HttpResponse<byte[]>, List<ApprovalRecord>> decode =
                response -> response.statusCode() == 404 ? List.of() : ApprovalCodec.decode(response.body());
        return peers.get(other, path).thenApply(decode);
    }

    private static String path(String approvalId) {
        return InternalApi.APPROVALS
                + "/"
                + URLEncoder.encode(approvalId, StandardCharsets.UTF_8)
                + "?"
                + StreamsApi.LOCAL_ONLY;
    }

    private static List<ApprovalRecord> joined(List<ApprovalRecord> some, List<ApprovalRecord> more) {
        List<ApprovalRecord> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static Optional<ApprovalRecord> first(List<ApprovalRecord> approvals) {
        return approvals.stream().findFirst();
    }

    private <T> CompletableFuture<T> supply(Supplier<T> query) {
        return CompletableFuture.supplyAsync(() -> StoreOwners.unavailableIfFailing(query::get), executor);
    }

    private static <T> CompletionStage<T> unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return CompletableFuture.failedFuture(
                cause instanceof StoresUnavailableException
                        ? new ApprovalsUnavailableException(cause.getMessage(), cause)
                        : cause);
    }
}
