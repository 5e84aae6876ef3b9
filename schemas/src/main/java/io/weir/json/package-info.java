/** Canonical JSON (RFC 8785) and the digests made from it. */
package io.weir.json;
