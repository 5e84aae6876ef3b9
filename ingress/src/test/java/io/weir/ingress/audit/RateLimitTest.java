/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final RateLimit limit = new RateLimit(10);

    @Test
    void aSecondsWorthAtOnceAndThenNoMore() {
        assertThat(taken(SECOND, 50)).isEqualTo(10);
    }

    @Test
    void itRecoversWithTimeAndNeverBeyondTheBurst() {
        // Given
        taken(-SECOND, 50);

        // When, Then
        assertThat(taken(-SECOND + SECOND / 2, 50)).isEqualTo(5);
        assertThat(taken(100 * SECOND, 50)).isEqualTo(10);
    }

    private int taken(long now, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += limit.tryAcquire(now) ? 1 : 0;
        }
        return taken;
    }
}
