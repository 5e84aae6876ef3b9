/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Randomised traffic of many clients at once, with an upstream that stamps all that it says with the session and the request that it
 * belongs to. Start reading at {@link io.weir.e2e.traffic.Traffic}; a {@link io.weir.e2e.traffic.Plan} is one exchange, {@link
 * io.weir.e2e.traffic.Hearing} is what its client may hear, {@link io.weir.e2e.traffic.UpstreamAnswering} is the other side.
 */
package io.weir.e2e.traffic;
