/**
 * What is under way: requests with their states ({@link io.weir.ingress.exchange.ExchangeState}), messages that want no answer, and
 * the streams of what servers say by themselves. Events come from four sides (mailbox, upstream, time, client), and a transition is
 * one compare-and-set, so that of two that race one acts.
 */
package io.weir.ingress.exchange;
