/**
 * Accounts' credentials, sessions and tokens.
 *
 * <p>Tables: auth.account, auth.session, auth.refresh_token. Events out: {@code UserRegistered}. Events in: {@code UserRenamed}.
 */
@NullMarked
package ai.chatforge.auth;

import org.jspecify.annotations.NullMarked;
