/** The command line: {@code weir up}, and thin clients of what it starts. */
package io.weir.standalone.cli;
