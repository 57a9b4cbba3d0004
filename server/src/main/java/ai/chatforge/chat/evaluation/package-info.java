/**
 * Question sets of bots, and runs that measure with them how well passages are found and how well answers rest on what
 * they cite. The measures are defined in docs/evaluation.md.
 *
 * <p>Tables: chat.question_set, chat.evaluation_run, chat.evaluation_result, chat.scheduled_tasks. Events in: {@code
 * BotDeleted}.
 */
@NullMarked
package ai.chatforge.chat.evaluation;

import org.jspecify.annotations.NullMarked;
