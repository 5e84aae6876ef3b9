/** The bundled bank: an upstream to try everything on, and the configuration that a new instance starts with. */
package io.weir.standalone.bank;
