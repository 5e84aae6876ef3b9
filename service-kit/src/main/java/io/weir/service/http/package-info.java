/**
 * HTTP plumbing on Undertow. Each handler has one job and wraps the next: allowed hosts, security headers, management
 * routes, router. Handlers run on I/O threads; what takes time is a stage, answered by {@link
 * io.weir.service.http.Async}.
 */
package io.weir.service.http;
