/**
 * Real clients, as people install them, on a real server: what they see through Weir is what they see without it.
 *
 * <p>The clients that run on Node are in {@code e2e/clients}; the {@code .json} files there are what all of them do.
 */
package io.weir.e2e.clients;
