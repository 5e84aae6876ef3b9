/**
 * What compliance officers and users ask: which sessions were there, and what happened in one, event by event.
 *
 * <p>{@link io.weir.query.journal.JournalViewTopology} turns {@code weir.journal} into stores; {@link
 * io.weir.query.session.Sessions} reads them, also on other instances; {@link io.weir.query.SessionApi} is the REST API on it.
 * {@link io.weir.query.QueryApp} puts the parts together; {@link io.weir.query.QueryMain} is the process.
 */
package io.weir.query;
