/**
 * Secrets: random tokens and their hashes; columns that are sealed, so that the database alone does not show them. Table:
 * platform.keyset.
 */
@NullMarked
package ai.chatforge.platform.crypto;

import org.jspecify.annotations.NullMarked;
