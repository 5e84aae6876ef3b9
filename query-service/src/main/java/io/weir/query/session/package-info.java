/** Sessions and their events, read from the stores of all instances. */
package io.weir.query.session;
