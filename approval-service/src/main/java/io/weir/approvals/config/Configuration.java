/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.events.ConfigEntry;
import io.weir.model.Principal;
import io.weir.policy.resource.Parsed;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.service.configlog.ConfigSnapshot;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Applies what administrators want: checked first, recorded next, then done, all or nothing. One at a time. */
public final class Configuration implements AutoCloseable {

    private static final int QUEUE = 16;

    private final ConfigWriter writer;
    private final ConfigAudit audit;
    private final Clock clock;
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), Configuration::thread);

    public Configuration(ConfigWriter writer, ConfigAudit audit, Clock clock) {
        this.writer = writer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Applies YAML.
     *
     * @return what changed; fails with a {@link ProblemException}: 422 with all errors, 409, or 503
     */
    CompletionStage<List<Change>> apply(Principal by, String yaml) {
        return later(() -> {
            List<Resource> resources = parse(yaml);
            return change(by, now -> ConfigPlan.of(now, resources));
        });
    }

    /** Deletes a connection; fails with 404 if there is none of that name. */
    CompletionStage<List<Change>> deleteConnection(Principal by, String name) {
        return later(() -> change(
                by,
                now -> List.of(ConfigPlan.deletion(now, name)
                        .orElseThrow(
                                () -> new ProblemException(Problem.of(404, "There is no connection of that name."))))));
    }

    private List<Change> change(Principal by, Function<ConfigSnapshot, List<Change>> plan) {
        List<Change> planned = new ArrayList<>();
        writer.write(now -> {
            planned.addAll(plan.apply(now));
            return recorded(by, planned.stream().filter(Change::changesAnything).toList());
        });
        return planned;
    }

    /** Nothing acts without a trace: the record is durable before the first entry is written. */
    private Map<String, Optional<ConfigEntry>> recorded(Principal by, List<Change> changes) {
        audit.record(by, changes);
        return ConfigEntries.of(changes, by, clock.instant());
    }

    private static List<Resource> parse(String yaml) {
        Parsed parsed = Resources.parse(yaml);
        if (!parsed.valid()) {
            throw invalid(parsed.problems().stream().map(ConfigView.Flaw::of).toList());
        }
        List<Resource> policies = parsed.resources().stream()
                .filter(PolicyResource.class::isInstance)
                .toList();
        if (policies.size() > 1) {
            int line = line(yaml, policies.get(1).source());
            throw invalid(List.of(new ConfigView.Flaw(
                    line, 1, "policy", "only one policy is active at a time; apply one policy, with all its rules")));
        }
        return parsed.resources();
    }

    private static int line(String yaml, String source) {
        int at = Math.max(0, yaml.replace("\r\n", "\n").indexOf(source.strip()));
        return 1
                + (int) yaml.substring(0, Math.min(at, yaml.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static ProblemException invalid(List<ConfigView.Flaw> errors) {
        return new ProblemException(
                Problem.of(422, "invalid-configuration", "The configuration is not valid", "Nothing was applied.")
                        .with("errors", errors));
    }

    private <T> CompletionStage<T> later(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, worker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(
                    new ProblemException(Problem.of(503, "Too many changes of the configuration wait."), 1));
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "weir-configuration");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends what is under way; what waits is not begun. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            boolean ended = worker.awaitTermination(5, TimeUnit.SECONDS);
            if (!ended) {
                throw new IllegalStateException("A change of the configuration did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
