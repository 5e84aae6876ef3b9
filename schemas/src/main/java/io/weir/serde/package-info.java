/**
 * The events on the wire: a zero byte, four bytes of schema id (big-endian), Avro binary; what every tool that knows the
 * Confluent wire format reads. {@link io.weir.serde.WeirSerdes} is the door; everything else serves it.
 */
package io.weir.serde;
