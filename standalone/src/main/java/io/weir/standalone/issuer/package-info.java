/**
 * An issuer of access tokens for development: a handful of named users, a key in the data directory, no login.
 *
 * <p>Whoever may read the key file may be any of them. It is for one's own machine; a deployment uses a real issuer.
 */
package io.weir.standalone.issuer;
