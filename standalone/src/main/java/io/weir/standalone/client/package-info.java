/** A thin client of Weir's own REST API. */
package io.weir.standalone.client;
