/** How a service starts and stops as a process of its own. */
package io.weir.service.lifecycle;
