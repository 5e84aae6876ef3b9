/** The one port: what each path leads to. */
package io.weir.standalone.web;
