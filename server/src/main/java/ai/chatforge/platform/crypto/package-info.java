/** Secrets: random tokens and their hashes. */
@NullMarked
package ai.chatforge.platform.crypto;

import org.jspecify.annotations.NullMarked;
