/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

/** Which messages a rule about text changes or blocks on their way. */
public enum MaskScope {
    /** Everything from client to server. */
    REQUESTS,
    /** Everything from server to client. */
    RESPONSES
}
