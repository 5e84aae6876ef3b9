/** The verdicts of the past, read again out of {@code weir.verdicts}. */
package io.weir.ingress.history;
