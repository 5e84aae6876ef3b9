/** Where the configuration of each service comes from when they all run in one process. */
package io.weir.standalone.settings;
