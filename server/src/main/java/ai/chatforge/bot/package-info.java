/**
 * Bots: their settings, and who may use them.
 *
 * <p>Tables: bot.bot, bot.directory. Events out: {@code BotDeleted}. Events in: none.
 */
@NullMarked
package ai.chatforge.bot;

import org.jspecify.annotations.NullMarked;
