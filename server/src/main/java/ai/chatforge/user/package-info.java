/**
 * Profiles of users, the plans of their accounts (what each may do), and exports of all data of an account.
 *
 * <p>Tables: user.profile, user.avatar, user.plan, user.subscription, user.limit_used, user.export, user.scheduled_tasks.
 * Events in: {@code UserRegistered}, {@code LimitUsed}. Events out: {@code ProfileChanged}, {@code EmailRequested}.
 */
@NullMarked
package ai.chatforge.user;

import org.jspecify.annotations.NullMarked;
