/** The demo's story on services that run by themselves, with tokens of a real identity provider. */
package io.weir.e2e.smoke;
