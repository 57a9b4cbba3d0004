/** The user service. */
@NullMarked
package ai.chatforge.user;

import org.jspecify.annotations.NullMarked;
