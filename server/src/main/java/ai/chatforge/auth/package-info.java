/**
 * Accounts' credentials, sessions and tokens.
 *
 * <p>Tables: auth.account, auth.session, auth.refresh_token, auth.email_token, auth.attempt,
 * auth.totp, auth.recovery_code, auth.identity, auth.oauth_flow, auth.oauth_sign_in, auth.used_id_token,
 * auth.closing_account, auth.closing_token, auth.sign_up. Events out: {@code UserRegistered}, {@code LinkRequested},
 * {@code SignUpRequested}, {@code AccountSuspended}, {@code EmailRequested}. Events in: {@code ProfileChanged},
 * {@code LinkRequested}, {@code SignUpRequested}.
 */
@NullMarked
package ai.chatforge.auth;

import org.jspecify.annotations.NullMarked;
