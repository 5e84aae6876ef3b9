/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What upstreams are shown of the gateway: the header of a credential, with a token that is fetched where it takes one. */
package io.weir.ingress.upstream.credential;
