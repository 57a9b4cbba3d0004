/**
 * Accounts' credentials, sessions and tokens.
 *
 * <p>Tables: auth.account, auth.session, auth.refresh_token, auth.email_token, auth.attempt,
 * auth.totp, auth.recovery_code, auth.closing_account, auth.closing_token. Events out: {@code UserRegistered}, {@code LinkRequested}, {@code EmailRequested}. Events in: {@code UserRenamed},
 * {@code LinkRequested}.
 */
@NullMarked
package ai.chatforge.auth;

import org.jspecify.annotations.NullMarked;
