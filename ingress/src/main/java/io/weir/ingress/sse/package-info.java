/** Server-sent events over bytes, both ways. */
package io.weir.ingress.sse;
