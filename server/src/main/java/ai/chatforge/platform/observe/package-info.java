/** Logs, metrics and health. */
@NullMarked
package ai.chatforge.platform.observe;

import org.jspecify.annotations.NullMarked;
