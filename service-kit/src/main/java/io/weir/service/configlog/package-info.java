/** Connections and policies as {@code weir.config} has them, for services that are no Streams applications. */
package io.weir.service.configlog;
