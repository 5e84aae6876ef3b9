/** The data directory of one standalone instance: who owns it, and where it answers. */
package io.weir.standalone.data;
