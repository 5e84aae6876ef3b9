/**
 * The conformance suite of the Model Context Protocol, twice: on an upstream or a client of our own directly, and with Weir
 * in between. Weir conforms when both are the same. {@link io.weir.e2e.conformance.Conformance} is the table of contents.
 */
package io.weir.e2e.conformance;
