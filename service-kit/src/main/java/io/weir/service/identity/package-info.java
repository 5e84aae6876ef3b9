/**
 * Who calls. {@link io.weir.service.identity.BearerAuthHandler} takes the token off the request, {@link
 * io.weir.service.identity.OidcTokenVerifier} checks form, algorithm, key, signature and claims, in that order, and {@link
 * io.weir.service.identity.Identity} hands the principal on. On any doubt the answer is no.
 */
package io.weir.service.identity;
