/**
 * Conversations, and the answers that stream into them.
 *
 * <p>Evaluations of bots are in {@code chat.evaluation}.
 *
 * <p>Tables: chat.conversation, chat.message, chat.running. Events in: {@code BotDeleted}. Events out: {@code LeakStopped}.
 */
@NullMarked
package ai.chatforge.chat;

import org.jspecify.annotations.NullMarked;
