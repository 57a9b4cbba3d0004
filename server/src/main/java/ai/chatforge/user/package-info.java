/**
 * Profiles of users.
 *
 * <p>Tables: user.profile. Events in: {@code UserRegistered}. Events out: {@code UserRenamed}.
 */
@NullMarked
package ai.chatforge.user;

import org.jspecify.annotations.NullMarked;
