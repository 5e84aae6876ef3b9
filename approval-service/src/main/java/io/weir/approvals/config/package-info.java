/**
 * Connections and policies as administrators change them. {@link io.weir.approvals.config.ConfigRoutes} takes the YAML,
 * {@link io.weir.approvals.config.ConfigPlan} tells what it changes, {@link io.weir.approvals.config.Configuration} has
 * that recorded and then does it, in one transaction.
 */
package io.weir.approvals.config;
