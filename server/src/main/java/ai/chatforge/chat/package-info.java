/**
 * Conversations, and the answers that stream into them.
 *
 * <p>Evaluations of bots are in {@code chat.evaluation}.
 *
 * <p>Tables: chat.conversation, chat.message, chat.running; chat.cached_answer and chat.cached_bot (answers that are
 * given again), chat.conversation_summary; chat.model (what is known of vendors' models), chat.provider_key and
 * chat.provider_secret (own keys), chat.bot_models (what stands in for a bot's model), chat.upload and chat.attachment
 * (texts of files given along with questions). Events in: {@code BotDeleted}, {@code SourceChanged}, {@code
 * SourceDeleted}. Events out: {@code LeakStopped}.
 */
@NullMarked
package ai.chatforge.chat;

import org.jspecify.annotations.NullMarked;
