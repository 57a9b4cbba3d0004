/** The chat service. */
@NullMarked
package ai.chatforge.chat;

import org.jspecify.annotations.NullMarked;
