/** The journal as stores that can be asked: a Kafka Streams application that follows {@code weir.journal}. */
package io.weir.query.journal;
