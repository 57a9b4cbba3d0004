/**
 * What each service holds of an account: handed out for an export, erased when the account is closed. Each service with
 * a database has one {@link ai.chatforge.platform.account.AccountData}.
 */
@NullMarked
package ai.chatforge.platform.account;

import org.jspecify.annotations.NullMarked;
