/** Waiting before another attempt. */
@NullMarked
package ai.chatforge.platform.retry;

import org.jspecify.annotations.NullMarked;
