/** What is written for Node: installed from npm into {@code target}, and run as processes that end with this one. */
package io.weir.e2e.node;
