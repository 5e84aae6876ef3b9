/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void letsABurstOfOneSecondThroughAndThenTheRate() {
        // Given
        RateLimit limit = new RateLimit(10);
        long start = Long.MAX_VALUE - 5;

        // When
        long atOnce = passed(limit, start, 100);
        long aTenthLater = passed(limit, start + TimeUnit.MILLISECONDS.toNanos(100), 100);
        long muchLater = passed(limit, start + TimeUnit.SECONDS.toNanos(60), 100);

        // Then
        assertThat(atOnce).isEqualTo(10);
        assertThat(aTenthLater).isEqualTo(1);
        assertThat(muchLater).isEqualTo(10);
    }

    private static long passed(RateLimit limit, long nowNanos, int attempts) {
        return IntStream.range(0, attempts)
                .filter(attempt -> limit.tryAcquire(nowNanos))
                .count();
    }
}
