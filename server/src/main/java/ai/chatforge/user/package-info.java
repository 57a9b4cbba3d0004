/**
 * Profiles of users.
 *
 * <p>Tables: user.profile. Events in: {@code UserRegistered}. Events out: none.
 */
@NullMarked
package ai.chatforge.user;

import org.jspecify.annotations.NullMarked;
