/** The demo: the whole story on a running Weir, told step by step and checked at each. */
package io.weir.standalone.demo;
