/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

/** What an administrator applies: one YAML document. */
public sealed interface Resource permits ConnectionResource, PolicyResource {

    /** Unique among resources of its kind; {@code [a-z0-9-]{1,63}}. */
    String name();

    /** The YAML document as it was given, with LF line ends and without blank lines around it. */
    String source();

    /** SHA-256 of {@link #source()} in UTF-8, lower-case hex. */
    String hash();
}
