/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalRecord;
import io.weir.streams.approval.Approval;
import io.weir.streams.approval.ApprovalRecords;
import io.weir.streams.approval.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The approvals of one task. The store is the truth; the indexes by digest, by waiter and by deadline are derived from it,
 * in memory, so that no crash can leave them apart. They are built when the task starts.
 */
final class ApprovalBook {
    private record Deadline(long at, String approvalId) {}

    private final KeyValueStore<String, ApprovalRecord> store;
    private final long keepEndedMs;
    private final Map<String, String> idByDigest = new HashMap<>();
    private final Map<String, String> idByWaiter = new HashMap<>();
    private final Map<String, Deadline> deadlineById = new HashMap<>();
    private final TreeSet<Deadline> deadlines =
            new TreeSet<>(Comparator.comparingLong(Deadline::at).thenComparing(Deadline::approvalId));

    ApprovalBook(KeyValueStore<String, ApprovalRecord> store, Duration keepEnded) {
        this.store = store;
        this.keepEndedMs = keepEnded.toMillis();
        forEach(this::index);
    }

    Optional<Approval> byId(String approvalId) {
        return Optional.ofNullable(store.get(approvalId)).map(ApprovalRecords::from);
    }

    /** The approval that an identical request belongs to. */
    Optional<Approval> byDigest(String digest) {
        return Optional.ofNullable(idByDigest.get(digest)).flatMap(this::byId);
    }

    Optional<Approval> byWaiter(String exchangeId) {
        return Optional.ofNullable(idByWaiter.get(exchangeId)).flatMap(this::byId);
    }

    /** Writes the approval, and returns what was written. */
    ApprovalRecord put(Approval approval) {
        byId(approval.id()).ifPresent(this::unindex);
        ApprovalRecord written = ApprovalRecords.toRecord(approval);
        store.put(approval.id(), written);
        index(approval);
        return written;
    }

    void remove(Approval approval) {
        unindex(approval);
        store.delete(approval.id());
    }

    /** Approvals whose time is over, or that ended so long ago that they need not be kept; the earliest first. */
    List<Approval> due(long now, int atMost) {
        List<Approval> due = new ArrayList<>();
        for (Deadline deadline : deadlines) {
            if (deadline.at() > now || due.size() == atMost) {
                break;
            }
            byId(deadline.approvalId()).ifPresent(due::add);
        }
        return due;
    }

    /** Looks at all; the store may be changed while it does. */
    void forEach(Consumer<Approval> look) {
        List<ApprovalRecord> all = new ArrayList<>();
        try (KeyValueIterator<String, ApprovalRecord> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, ApprovalRecord> entry = entries.next();
                all.add(entry.value);
            }
        }
        all.forEach(approval -> look.accept(ApprovalRecords.from(approval)));
    }

    private void index(Approval approval) {
        if (approval.answersRepeats()) {
            // One that is still open goes before one whose end nobody was told.
            String digest = approval.terms().request().digest();
            idByDigest.merge(digest, approval.id(), (old, added) -> approval instanceof Ended ? old : added);
        }
        approval.waiter().ifPresent(waiter -> idByWaiter.put(waiter.exchangeId(), approval.id()));
        deadline(approval).ifPresent(at -> {
            Deadline deadline = new Deadline(at, approval.id());
            deadlines.add(deadline);
            deadlineById.put(approval.id(), deadline);
        });
    }

    private void unindex(Approval approval) {
        idByDigest.remove(approval.terms().request().digest(), approval.id());
        approval.waiter().ifPresent(waiter -> idByWaiter.remove(waiter.exchangeId(), approval.id()));
        Deadline deadline = deadlineById.remove(approval.id());
        if (deadline != null) {
            deadlines.remove(deadline);
        }
    }

    private OptionalLong deadline(Approval approval) {
        return approval instanceof Ended ended ? OptionalLong.of(ended.endedAt() + keepEndedMs) : approval.deadline();
    }
}
