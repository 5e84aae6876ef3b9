/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.weir.events.FactType;

/**
 * Why a request goes no further.
 *
 * @param status HTTP status, 400 to 599
 * @param code JSON-RPC error code
 * @param message for the client; holds nothing of the message
 * @param fact as what it is recorded, or null if it is not
 */
record Refusal(int status, int code, String message, FactType fact) {}
