/** Who is calling, and what a route demands of the caller. */
@NullMarked
package ai.chatforge.platform.security;

import org.jspecify.annotations.NullMarked;
