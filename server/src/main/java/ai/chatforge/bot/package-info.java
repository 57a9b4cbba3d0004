/**
 * Bots: their settings, and who may use them.
 *
 * <p>Tables: bot.bot, bot.directory, bot.teammate, bot.invitation, bot.api_key, bot.secret, bot.suspended. Events out:
 * {@code BotDeleted}, {@code LimitUsed}, {@code EmailRequested}. Events in: {@code AccountSuspended}, {@code ProfileChanged}.
 */
@NullMarked
package ai.chatforge.bot;

import org.jspecify.annotations.NullMarked;
