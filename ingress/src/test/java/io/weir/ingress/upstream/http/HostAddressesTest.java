/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
    private static final InetAddress[] FIRST = {InetAddress.getLoopbackAddress()};

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private InetAddress[] known = FIRST;
    private final HostAddresses addresses = new HostAddresses(waiting::add, this::find, now::get);

    private InetAddress[] find(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (known == null) {
            throw new UnknownHostException(host);
        }
        return known;
    }

    private void ask() {
        assertThat(addresses.lookUp("upstream")).isNotNull();
    }

    private void work() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    @Test
    void aNameIsLookedUpByAThreadThatMayBlock() throws UnknownHostException {
        assertThat(addresses.lookUp("upstream")).isNotDone();
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> addresses.resolve("upstream"));

        work();

        assertThat(addresses.lookUp("upstream")).isCompletedWithValue(FIRST);
        assertThat(addresses.resolve("upstream")).isEqualTo(FIRST);
    }

    @Test
    void whoeverAsksMeanwhileAndSoonAfterGetsTheSameAnswer() {
        ask();
        ask();
        work();
        now.addAndGet(Duration.ofSeconds(29).toNanos());
        ask();
        work();

        assertThat(asked).hasValue(1);
    }

    @Test
    void anAnswerIsOldAfterHalfAMinute() throws UnknownHostException {
        ask();
        work();
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        known = new InetAddress[] {InetAddress.getByName("192.0.2.1")};

        ask();
        work();

        assertThat(addresses.resolve("upstream")).isEqualTo(known);
    }

    @Test
    void theOldAnswerServesUntilTheNewOneIsThere() throws UnknownHostException {
        ask();
        work();
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        ask();

        assertThat(addresses.resolve("upstream")).isEqualTo(FIRST);
    }

    @Test
    void anOldAnswerServesOnWhileThereIsNoNewOne() throws UnknownHostException {
        ask();
        work();
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        known = null;

        ask();
        work();

        assertThat(asked).hasValue(2);
        assertThat(addresses.resolve("upstream")).isEqualTo(FIRST);
    }

    @Test
    void aNameThatNobodyKnowsIsAskedForAgainAtOnce() throws UnknownHostException {
        known = null;
        ask();
        work();
        assertThat(addresses.lookUp("upstream")).isNotDone();
        known = FIRST;
        work();

        assertThat(addresses.resolve("upstream")).isEqualTo(FIRST);
    }
}
