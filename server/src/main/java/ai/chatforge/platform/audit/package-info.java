/** A record of what was done that nobody can change afterwards: platform.audit. */
@NullMarked
package ai.chatforge.platform.audit;

import org.jspecify.annotations.NullMarked;
