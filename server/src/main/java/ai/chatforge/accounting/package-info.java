/**
 * Credits: what accounts have, what answers cost, and a ledger in which every credit stays accounted for.
 *
 * <p>Reserving and settling are one call of a function in the database each (see {@code db/accounting}); with the
 * beginning of the transaction, which sets role and tenant, and its end, three round trips.
 *
 * <p>Tables: accounting.price, accounting.balance, accounting.ledger, accounting.reservation, accounting.allocation. Events
 * in: none. Events out: {@code CreditAllocated}, {@code CreditConsumed}, {@code StreamingSessionStarted},
 * {@code StreamingSessionFinalized}, {@code QuotaReached}, {@code LimitUsed}.
 */
@NullMarked
package ai.chatforge.accounting;

import org.jspecify.annotations.NullMarked;
