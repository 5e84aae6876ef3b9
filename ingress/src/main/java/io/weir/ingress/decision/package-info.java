/**
 * From a message to its verdict: registered, written to {@code weir.intake}, and found again when {@code weir.verdicts} has its
 * verdict. Whoever removes the registration acts, so that a verdict acts at most once and never after its time.
 */
package io.weir.ingress.decision;
