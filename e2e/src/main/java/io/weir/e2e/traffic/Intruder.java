/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries other people's sessions with its own token: their ids, their streams, and answers to their servers' questions. Nothing of it
 * may reach the upstream.
 */
final class Intruder {
    private static final long BREATH_NANOS = 5_000_000;
    private static final int MOST_QUESTIONS = 40;

    private final LegacyClient own;
    private final List<LegacyClient> victims;
    private final Witness witness;
    private final Random random;

    /** @param victims of other people */
    Intruder(LegacyClient own, List<LegacyClient> victims, Witness witness, Random random) {
        this.own = own;
        this.victims = victims;
        this.witness = witness;
        this.random = random;
    }

    /** Tries one thing. */
    void tryOne() throws IOException {
        LegacyClient.Session victim =
                victims.get(random.nextInt(victims.size())).session();
        try (Line line = own.line()) {
            switch (random.nextInt(4)) {
                case 0 -> refused(line.post(victim.headers(), call()), "a call in the session", victim);
                case 1 -> {
                    line.sendGet(victim.headers());
                    refused(line.readHead().status(), "the stream of the session", victim);
                }
                case 2 -> {
                    line.sendDelete(victim.headers());
                    refused(line.readHead().status(), "the end of the session", victim);
                }
                default -> answerWhatWasNotAsked(line);
            }
        }
        LockSupport.parkNanos(BREATH_NANOS);
    }

    private static String call() {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"stamp\",\"arguments\":{\"tag\":\"intruder-nobody-1-1\"}}}";
    }

    /** The ids of questions are the same in all sessions, and others have open ones. */
    private void answerWhatWasNotAsked(Line line) throws IOException {
        String id = Ids.of(random.nextInt(MOST_QUESTIONS));
        line.post(
                own.session().headers(),
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"accept\",\"content\":{\"said\":\"intruder\"}}}"
                        .formatted(id));
        witness.count("answers to what was not asked");
    }

    private void refused(int status, String what, LegacyClient.Session victim) {
        if (status < 400) {
            witness.wrong("Another person gets " + what + " " + victim.name() + ": " + status);
        }
        witness.count("intrusions refused");
    }
}
