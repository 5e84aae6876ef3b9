/** The Kafka topics: their names, their shape, how they are created or checked, and which partition a session has. */
package io.weir.topics;
