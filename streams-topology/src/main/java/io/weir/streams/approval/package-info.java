/**
 * A request that waits for people, as a state machine: {@link io.weir.streams.approval.Pending} becomes
 * {@link io.weir.streams.approval.Approved}, which is {@link io.weir.streams.approval.Claimed} once and then
 * {@link io.weir.streams.approval.Ended}. The legal transitions are the methods of each state, so an illegal one does not
 * compile. Pure: no clock, no Kafka; time is passed in, and the same events in the same order give the same state.
 *
 * <p>{@link io.weir.streams.approval.ApprovalRules} says who may do what; {@link io.weir.streams.approval.ApprovalRecords}
 * translates to and from the Avro record.
 */
package io.weir.streams.approval;
