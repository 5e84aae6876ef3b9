/**
 * Request and reply over Kafka: {@link io.weir.service.mailbox.EventProducer} writes what is to be decided, {@link
 * io.weir.service.mailbox.Mailbox} gets the verdicts. Register what waits before producing, never in the callback.
 */
package io.weir.service.mailbox;
