/**
 * Sources of knowledge: the files, their text, and the jobs that train bots on them.
 *
 * <p>Tables: document.source, document.segment, document.page, document.private_names,
 * document.scheduled_tasks. Events out: {@code SourceDeleted},
 * {@code SourceChanged}. Events in:
 * {@code BotDeleted}, and its own {@code SourceDeleted}.
 */
@NullMarked
package ai.chatforge.document;

import org.jspecify.annotations.NullMarked;
