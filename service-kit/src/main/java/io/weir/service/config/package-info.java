/**
 * Configuration: what keys there are ({@link io.weir.service.config.CommonKeys} and each service's own {@code ConfigDef}),
 * where values come from ({@link io.weir.service.config.ServiceConfig}), and the reference for people.
 */
package io.weir.service.config;
