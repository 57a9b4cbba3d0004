/** Identifiers. */
@NullMarked
package ai.chatforge.platform.id;

import org.jspecify.annotations.NullMarked;
