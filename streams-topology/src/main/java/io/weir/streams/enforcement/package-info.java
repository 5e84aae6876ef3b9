/**
 * Enforcement: the one place where it is decided what becomes of a message. To follow a message, read in this order:
 *
 * <ol>
 *   <li>{@link io.weir.streams.enforcement.EnforcementTopology} wires {@code weir.intake} and {@code
 *       weir.approval-decisions} to one processor, and its output to {@code weir.verdicts}. One sub-topology, nothing is
 *       repartitioned: all sessions of a person share a partition.
 *   <li>{@code EnforcementProcessor} takes each record, asks the right one of the classes below, keeps what was decided,
 *       and emits it.
 *   <li>{@code MessageJudge} decides on messages by the active policy ({@code ConfigBook}); a hold goes to the {@code
 *       ApprovalDesk}.
 *   <li>{@code CommandDesk} answers the commands of people, which {@code CommandJudge} has carried out: on approvals, and on tools.
 *       They come by a topic of their own, since who may write to the intake could say to be anybody.
 *   <li>{@code Agents} says which verdicts go to a second mailbox, that of the agent beside which the server runs.
 *   <li>{@code ToolWatch} compares the tools that servers list with what is on record ({@code ToolBook}). What is new goes to the
 *       intake, on the partition of its connection, where {@code ToolDesk} keeps the record, for all sightings and reviews in one
 *       order. {@code Sightings} sorts out what others wrote in its name.
 *   <li>{@code FactKeeper} draws the consequences of facts: a waiter that left, a process that died, an approval that ran out of
 *       time.
 * </ol>
 *
 * <p>Processing is at least once, so a record can be seen again after a crash, with any part of its own effects already in
 * the stores. Therefore every effect is idempotent: decisions are kept by message id and re-emitted; states say by which
 * message they came about; and whatever time brings about (an expiry, an unknown outcome) is first written to {@code
 * weir.intake} as an event of its own and only acts when it is read there, in one order with everything else.
 */
package io.weir.streams.enforcement;
