/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.weir.events.FactType;
import io.weir.ingress.jsonrpc.RequestId;

/**
 * Why a request goes no further.
 *
 * @param status HTTP status, 400 to 599
 * @param code JSON-RPC error code
 * @param message for the client; holds nothing of the message
 * @param fact as what it is recorded, or null if it is not
 * @param id the id of the JSON-RPC request; {@link RequestId#NULL} where it is not known, or revisions have none here
 * @param data JSON with details, or null
 */
record Refusal(int status, int code, String message, FactType fact, RequestId id, String data) {

    Refusal(int status, int code, String message, FactType fact) {
        this(status, code, message, fact, RequestId.NULL, null);
    }
}
