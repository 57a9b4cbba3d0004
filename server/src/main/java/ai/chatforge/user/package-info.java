/**
 * Profiles of users, and exports of all data of an account.
 *
 * <p>Tables: user.profile, user.export. Events in: {@code UserRegistered}. Events out: {@code UserRenamed}.
 */
@NullMarked
package ai.chatforge.user;

import org.jspecify.annotations.NullMarked;
