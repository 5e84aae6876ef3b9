/**
 * The ledger: takes every verdict once, keeps only what is for the record, gives it its number within the session, and writes it
 * to {@code weir.journal}. Exactly once; nobody waits for it.
 *
 * <p>{@link io.weir.streams.ledger.LedgerTopology} is the way through: what arrives by mailbox is repartitioned by session, since
 * one session's verdicts can go to several mailboxes; then {@code Sequencer} drops what it has seen (enforcement repeats itself
 * after a crash) and numbers the rest. Encrypting and sealing an entry has its place between numbering and the journal: it
 * needs the number, and what follows must be in the same transaction.
 */
package io.weir.streams.ledger;
