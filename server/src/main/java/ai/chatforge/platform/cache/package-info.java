/** What is remembered for a moment. */
@NullMarked
package ai.chatforge.platform.cache;

import org.jspecify.annotations.NullMarked;
