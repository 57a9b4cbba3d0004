/**
 * Accounts' credentials, sessions and tokens.
 *
 * <p>Tables: auth.account, auth.session, auth.refresh_token, auth.email_token, auth.attempt,
 * auth.totp, auth.recovery_code, auth.identity, auth.oauth_flow, auth.oauth_sign_in, auth.used_id_token,
 * auth.closing_account, auth.closing_token. Events out: {@code UserRegistered}, {@code LinkRequested},
 * {@code AccountSuspended}, {@code EmailRequested}. Events in: {@code ProfileChanged},
 * {@code LinkRequested}.
 */
@NullMarked
package ai.chatforge.auth;

import org.jspecify.annotations.NullMarked;
