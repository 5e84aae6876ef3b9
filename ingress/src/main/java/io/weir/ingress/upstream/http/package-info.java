/** The relay to upstreams that are called by HTTP: bounded, never blocking, and read only as fast as what comes is decided. */
package io.weir.ingress.upstream.http;
