/** Starting many things at once, and stopping them in the opposite order. */
package io.weir.standalone.lifecycle;
