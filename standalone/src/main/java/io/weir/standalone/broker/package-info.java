/** A real Kafka broker inside the process. */
package io.weir.standalone.broker;
