/**
 * A small bank as an MCP server: something worth governing.
 *
 * <p>{@link io.weir.demo.DemoUpstream} puts the parts together. {@link io.weir.demo.BankDatabase} holds the data, and
 * {@link io.weir.demo.BankTools} and {@link io.weir.demo.BankDocuments} offer it over MCP. {@link io.weir.demo.CallLog}
 * is the server's own record of what reached it: a test asks it, and not the gateway, whether a blocked call stayed
 * away. All the data are invented; the account and card numbers are published test numbers with valid checksums.
 */
package io.weir.demo;
