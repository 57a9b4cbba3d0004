/**
 * Requests that may be sent twice and take effect once
 * (<a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">Idempotency-Key</a>).
 *
 * <p>Table: {@code platform.idempotency_key}.
 */
@NullMarked
package ai.chatforge.platform.idempotency;

import org.jspecify.annotations.NullMarked;
