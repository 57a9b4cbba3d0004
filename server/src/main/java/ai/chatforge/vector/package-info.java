/**
 * Passages: cut from sources, embedded, found by question.
 *
 * <p>Tables: vector.passage, vector.passage_vector, vector.live_source, vector.search_index, vector.deleted. PostgreSQL is the truth; the search index in the data
 * folder is made from it. Events in: {@code BotDeleted}. Events out: none.
 */
@NullMarked
package ai.chatforge.vector;

import org.jspecify.annotations.NullMarked;
