/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

/**
 * The header that shows a credential.
 *
 * @param name the header's name
 * @param value its value; a secret
 */
public record CredentialHeader(String name, String value) {

    /** Never the value. */
    @Override
    public String toString() {
        return "CredentialHeader[" + name + "]";
    }
}
