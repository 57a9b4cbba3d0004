/**
 * Conversations, and the answers that stream into them.
 *
 * <p>Tables: chat.conversation, chat.message, chat.running. Events in: {@code BotDeleted}. Events out: none.
 */
@NullMarked
package ai.chatforge.chat;

import org.jspecify.annotations.NullMarked;
