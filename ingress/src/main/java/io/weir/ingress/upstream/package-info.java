/**
 * The relay to upstreams: connections as they are configured, their credentials, and calls. A message is sent at most once, with the
 * gateway's credential and nothing of the client's; what comes back is bounded and read only as fast as it is decided.
 */
package io.weir.ingress.upstream;
